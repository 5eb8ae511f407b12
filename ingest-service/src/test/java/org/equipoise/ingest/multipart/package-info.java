/** Tests of bodies of several parts. */
@NullMarked
package org.equipoise.ingest.multipart;

import org.jspecify.annotations.NullMarked;

/** Tests of http. */
@NullMarked
package org.equipoise.ingest.http;

import org.jspecify.annotations.NullMarked;

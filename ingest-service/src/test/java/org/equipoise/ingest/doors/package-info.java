/** Tests of the doors. */
@NullMarked
package org.equipoise.ingest.doors;

import org.jspecify.annotations.NullMarked;

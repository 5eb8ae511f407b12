/** Studies in memory. */
@NullMarked
package org.equipoise.ingest.receiving;

import org.jspecify.annotations.NullMarked;

/** Counts by hand. */
@NullMarked
package org.equipoise.ingest.datasets;

import org.jspecify.annotations.NullMarked;

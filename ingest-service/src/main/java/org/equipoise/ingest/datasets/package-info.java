/** The counts of each dataset as they stand now. */
@NullMarked
package org.equipoise.ingest.datasets;

import org.jspecify.annotations.NullMarked;

/** What is odd about images of a dataset: alone, beside the others, and by what goes with their classes. */
@NullMarked
package org.equipoise.ingest.outliers;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.equipoise.ingest.outliers;

import org.jspecify.annotations.NullMarked;

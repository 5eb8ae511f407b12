/** Two manifests, compared by hand and by sets. */
@NullMarked
package org.equipoise.ingest.exporting;

import org.jspecify.annotations.NullMarked;

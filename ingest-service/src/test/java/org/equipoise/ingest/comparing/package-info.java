/** Two manifests, compared by hand and by sets. */
@NullMarked
package org.equipoise.ingest.comparing;

import org.jspecify.annotations.NullMarked;

/** Two manifests, compared by hand and by sets. */
@NullMarked
package org.equipoise.ingest.versions;

import org.jspecify.annotations.NullMarked;

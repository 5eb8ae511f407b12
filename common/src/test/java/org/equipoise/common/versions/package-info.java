/** Two manifests, compared by hand and by sets. */
@NullMarked
package org.equipoise.common.versions;

import org.jspecify.annotations.NullMarked;

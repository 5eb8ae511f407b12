/** Two manifests, compared by hand and by sets. */
@NullMarked
package org.equipoise.common.comparing;

import org.jspecify.annotations.NullMarked;

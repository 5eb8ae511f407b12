/** Frozen versions: which there are, and the manifests of what they hold. */
@NullMarked
package org.equipoise.common.versions;

import org.jspecify.annotations.NullMarked;

/** What a warp promises, against hand-made cases and a naive implementation. */
@NullMarked
package org.equipoise.augment.warping;

import org.jspecify.annotations.NullMarked;

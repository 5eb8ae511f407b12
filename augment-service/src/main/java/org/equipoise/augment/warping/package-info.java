/** Moves images: one affine map per image and one bilinear resampling, never a change of colour. */
@NullMarked
package org.equipoise.augment.warping;

import org.jspecify.annotations.NullMarked;

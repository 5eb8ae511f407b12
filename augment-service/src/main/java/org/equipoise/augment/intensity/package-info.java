/** How an image's intensities are changed, where they are relative. */
@NullMarked
package org.equipoise.augment.intensity;

import org.jspecify.annotations.NullMarked;

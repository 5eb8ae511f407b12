/** What augmentation makes of some images, to be looked at before anything is trained. */
@NullMarked
package org.equipoise.augment.preview;

import org.jspecify.annotations.NullMarked;

/** Tests of what augmentation is looked at by. */
@NullMarked
package org.equipoise.augment.preview;

import org.jspecify.annotations.NullMarked;

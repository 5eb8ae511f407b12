/** How far images of a modality may be augmented so that their class stays what it is. */
@NullMarked
package org.equipoise.common.augmentation;

import org.jspecify.annotations.NullMarked;

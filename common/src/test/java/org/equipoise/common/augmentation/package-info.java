/** Tests of how far images may be augmented. */
@NullMarked
package org.equipoise.common.augmentation;

import org.jspecify.annotations.NullMarked;

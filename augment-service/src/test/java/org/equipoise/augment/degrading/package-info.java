/** Tests of what makes an image worse. */
@NullMarked
package org.equipoise.augment.degrading;

import org.jspecify.annotations.NullMarked;

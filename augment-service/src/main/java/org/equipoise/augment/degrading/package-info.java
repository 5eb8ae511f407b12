/** What makes an image worse, as devices and operators do: blur, noise, something that covers it. */
@NullMarked
package org.equipoise.augment.degrading;

import org.jspecify.annotations.NullMarked;

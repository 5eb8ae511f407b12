/** What augmentation makes of training images, for a person to choose by before anything is trained. */
@NullMarked
package org.equipoise.monitor.preview;

import org.jspecify.annotations.NullMarked;

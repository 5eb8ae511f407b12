/** Tests of what is shown of augmentation. */
@NullMarked
package org.equipoise.monitor.preview;

import org.jspecify.annotations.NullMarked;

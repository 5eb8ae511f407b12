/** What the recipes choose and refuse. */
@NullMarked
package org.equipoise.trainer.augmentation;

import org.jspecify.annotations.NullMarked;

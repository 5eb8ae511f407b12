/** The settings of a training run: what may be asked, what the naive and the automatic recipe choose, and why. */
@NullMarked
package org.equipoise.trainer.recipe;

import org.jspecify.annotations.NullMarked;

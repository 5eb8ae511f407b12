/** Whether a recipe's augmentation leaves labels as they are, and whether it pays, asked before a run trains. */
@NullMarked
package org.equipoise.trainer.augmentation;

import org.jspecify.annotations.NullMarked;

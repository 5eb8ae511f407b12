/** The loss against numbers worked out by hand. */
@NullMarked
package org.equipoise.trainer.loss;

import org.jspecify.annotations.NullMarked;

/** How large a step training takes, and in which direction: learning rates, optimisers, clipping, averaged weights. */
@NullMarked
package org.equipoise.trainer.optimisation;

import org.jspecify.annotations.NullMarked;

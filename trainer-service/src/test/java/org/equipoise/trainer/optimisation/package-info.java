/** Schedules, optimisers and the range test against numbers worked out by hand and PyTorch's. */
@NullMarked
package org.equipoise.trainer.optimisation;

import org.jspecify.annotations.NullMarked;

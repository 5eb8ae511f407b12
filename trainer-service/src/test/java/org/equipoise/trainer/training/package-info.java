/** A training run over fakes, and images that a small network can learn. */
@NullMarked
package org.equipoise.trainer.training;

import org.jspecify.annotations.NullMarked;

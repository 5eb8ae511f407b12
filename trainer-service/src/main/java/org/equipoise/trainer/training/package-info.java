/** A training run from request to trained model, over ports: epochs, early stopping, checkpoints, resuming. */
@NullMarked
package org.equipoise.trainer.training;

import org.jspecify.annotations.NullMarked;

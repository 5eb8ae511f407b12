/** Networks as TensorFlow graphs: training steps, checkpoints, answers and the saved model. */
@NullMarked
package org.equipoise.trainer.tensorflow;

import org.jspecify.annotations.NullMarked;

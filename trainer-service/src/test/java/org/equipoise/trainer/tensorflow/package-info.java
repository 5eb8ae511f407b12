/** The real TensorFlow library on tiny images. */
@NullMarked
package org.equipoise.trainer.tensorflow;

import org.jspecify.annotations.NullMarked;

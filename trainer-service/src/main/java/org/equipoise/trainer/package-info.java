/** trainer-service: trains with TensorFlow, gates and registers models, scores through DJL. */
@NullMarked
package org.equipoise.trainer;

import org.jspecify.annotations.NullMarked;

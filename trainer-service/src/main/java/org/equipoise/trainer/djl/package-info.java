/** Serves a SavedModel through DJL's TensorFlow engine. */
@NullMarked
package org.equipoise.trainer.djl;

import org.jspecify.annotations.NullMarked;

/** Scoring over a store in memory and a classifier without TensorFlow. */
@NullMarked
package org.equipoise.trainer.scoring;

import org.jspecify.annotations.NullMarked;

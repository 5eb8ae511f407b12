/**
 * A version of a model in memory, and what it answers: loaded once, asked in batches, left alone where it is broken.
 */
@NullMarked
package org.equipoise.trainer.classifier;

import org.jspecify.annotations.NullMarked;

/** How fast the trainer service trains and scores, beside Keras and PyTorch. */
@NullMarked
package org.equipoise.bench.training;

import org.jspecify.annotations.NullMarked;

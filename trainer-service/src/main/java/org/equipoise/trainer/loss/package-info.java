/** How much a wrong answer costs, class by class, and how training is kept from answering the majority. */
@NullMarked
package org.equipoise.trainer.loss;

import org.jspecify.annotations.NullMarked;

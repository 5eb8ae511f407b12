/** How much a wrong answer costs, class by class. */
@NullMarked
package org.equipoise.trainer.loss;

import org.jspecify.annotations.NullMarked;

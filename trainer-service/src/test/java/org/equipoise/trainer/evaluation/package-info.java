/** The metrics against cases by hand, invariants, and the values of scikit-learn and statsmodels. */
@NullMarked
package org.equipoise.trainer.evaluation;

import org.jspecify.annotations.NullMarked;

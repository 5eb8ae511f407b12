/** The metrics against cases by hand, invariants, and the values of scikit-learn and statsmodels. */
@NullMarked
package org.equipoise.common.evaluation;

import org.jspecify.annotations.NullMarked;

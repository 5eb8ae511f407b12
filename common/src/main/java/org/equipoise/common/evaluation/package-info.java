/** How good a classifier is, class by class; the same numbers as scikit-learn's. */
@NullMarked
package org.equipoise.common.evaluation;

import org.jspecify.annotations.NullMarked;

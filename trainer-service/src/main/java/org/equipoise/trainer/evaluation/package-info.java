/** How good probabilities are: areas, scores, calibration, and what moves them to other class shares. */
@NullMarked
package org.equipoise.trainer.evaluation;

import org.jspecify.annotations.NullMarked;

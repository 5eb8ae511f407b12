/** Causes that an experiment on a run proves, and the order of the experiments. */
@NullMarked
package org.equipoise.diagnosis.proof;

import org.jspecify.annotations.NullMarked;

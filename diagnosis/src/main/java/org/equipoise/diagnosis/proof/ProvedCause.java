package org.equipoise.diagnosis.proof;

import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Measure;

/**
 * A cause that an experiment proved.
 *
 * @param by the experiment
 * @param gain of balanced accuracy in it
 * @param because what follows from what, one sentence for an engineer
 */
public record ProvedCause(Cause cause, Measure by, double gain, String because) {}

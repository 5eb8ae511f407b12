package org.equipoise.trainer.tensorflow;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** What the layers of a tower compute with, by name. Asking for a name again gives the same values. */
interface Parameters {

    /**
     * A kernel.
     *
     * @param fanIn inputs of one output
     */
    Operand<TFloat32> kernel(String name, long fanIn, long... shape);

    /** A bias. */
    Operand<TFloat32> bias(String name, long units);

    /** A factor per channel. */
    Operand<TFloat32> scale(String name, long units);

    /** A moving mean of what a layer saw. */
    Operand<TFloat32> movingMean(String name, long units);

    /** A moving variance of what a layer saw. */
    Operand<TFloat32> movingVariance(String name, long units);
}

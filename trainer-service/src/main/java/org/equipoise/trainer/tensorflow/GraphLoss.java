package org.equipoise.trainer.tensorflow;

import java.util.Set;

import org.equipoise.trainer.loss.Loss;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** {@link Loss} as operations, without the class weights: those lie beside the images, in their shard. */
final class GraphLoss {

    /** TensorFlow's variable: operations give the same bits on every run, or refuse to run. */
    private static final boolean SAME_BITS =
            Set.of("1", "true").contains(System.getenv().getOrDefault("TF_DETERMINISTIC_OPS", ""));

    private GraphLoss() {}

    /**
     * What the answers should be, {@code [n, K]}: dense, because the sparse form has no gradient in TensorFlow's C API.
     *
     * @param partnerShares of the target that is the partner's class, {@code [n]}; with 0 the bits are those of the
     *     label alone
     */
    static Operand<TFloat32> target(
            Ops tf, Loss loss, Operand<TInt32> labels, Operand<TInt32> partnerLabels, Operand<TFloat32> partnerShares) {
        var partner = tf.reshape(partnerShares, tf.constant(new int[] {-1, 1}));
        return tf.math.add(
                tf.math.mul(target(tf, loss, labels), tf.math.sub(tf.constant(1f), partner)),
                tf.math.mul(target(tf, loss, partnerLabels), partner));
    }

    /** The same of images that are not mixed. */
    static Operand<TFloat32> target(Ops tf, Loss loss, Operand<TInt32> labels) {
        int classes = loss.classes();
        float others = (float) (loss.smoothing() / classes);
        float own = (float) (1 - loss.smoothing()) + others;
        return tf.oneHot(labels, tf.constant(classes), tf.constant(own), tf.constant(others));
    }

    /** Loss of each image, {@code [n]}, nats. */
    static Operand<TFloat32> perImage(Ops tf, Loss loss, Operand<TFloat32> logits, Operand<TFloat32> target) {
        return perImage(tf, loss, logits, target, SAME_BITS);
    }

    /**
     * @param sameBits whether to do without the fused operation, which refuses to run where a GPU must repeat itself
     */
    static Operand<TFloat32> perImage(
            Ops tf, Loss loss, Operand<TFloat32> logits, Operand<TFloat32> target, boolean sameBits) {
        Operand<TFloat32> adjusted = tf.math.add(logits, tf.constant(offsets(loss)));
        if (loss.focusing() > 0) {
            return focal(tf, adjusted, target, (float) loss.focusing());
        }
        return sameBits
                ? tf.math.neg(tf.sum(tf.math.mul(target, tf.nn.logSoftmax(adjusted)), tf.constant(1)))
                : tf.nn.softmaxCrossEntropyWithLogits(adjusted, target).loss();
    }

    private static Operand<TFloat32> focal(Ops tf, Operand<TFloat32> logits, Operand<TFloat32> target, float focusing) {
        Operand<TFloat32> logProbabilities = tf.nn.logSoftmax(logits);
        var missing = tf.math.sub(tf.constant(1f), tf.math.exp(logProbabilities));
        // A hair above zero: the gradient of a power at zero is not a number.
        var faded = tf.math.pow(tf.math.maximum(missing, tf.constant(1e-7f)), tf.constant(focusing));
        var terms = tf.math.mul(tf.math.mul(target, faded), logProbabilities);
        return tf.math.neg(tf.sum(terms, tf.constant(1)));
    }

    private static float[] offsets(Loss loss) {
        float[] offsets = new float[loss.classes()];
        for (int k = 0; k < offsets.length; k++) {
            offsets[k] = loss.adjustment().offsets().get(k).floatValue();
        }
        return offsets;
    }
}

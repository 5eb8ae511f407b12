package org.equipoise.trainer.training;

/**
 * A network while it is trained: weights and optimiser state behind a port. Same seed and same calls give the same
 * bits. One thread owns it.
 */
public interface TrainableNetwork extends AutoCloseable {

    /**
     * One step of Adam on a slice of a shard.
     *
     * @param from first image of the slice
     * @param count images in the slice, at least 1
     * @param learningRate step size
     * @param step steps taken before this one over the whole run, from 0; decides dropout and Adam's bias correction
     * @return the weighted loss of the slice before the step, nats
     */
    float trainBatch(Shard shard, int from, int count, double learningRate, long step);

    /**
     * The answers to some images without dropout.
     *
     * @return probabilities {@code [count, classes]}, row by row
     */
    float[] probabilities(LabelledImages images, int from, int count);

    /** Weights and optimiser state, so that {@link #restore} continues with the same bits. */
    byte[] checkpoint();

    /** Takes up the state of a {@link #checkpoint} of an equal network. */
    void restore(byte[] checkpoint);

    /** The network with its present weights, for serving. */
    SavedModel export();

    /** What computes, e.g. {@code CPU, 2 threads}. */
    String device();

    @Override
    void close();
}

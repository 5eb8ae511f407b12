package org.equipoise.trainer.training;

import java.util.Map;

/**
 * A network while it is trained: weights and optimiser state behind a port. Same seed and same calls give the same
 * bits. One thread owns it.
 */
public interface TrainableNetwork extends AutoCloseable {

    /**
     * One step of the optimiser on a slice of a shard.
     *
     * @param from first image of the slice
     * @param count images in the slice, at least 1
     */
    StepOutcome trainBatch(Shard shard, int from, int count, StepSettings settings);

    /** Forgets the classifier and goes on from what answers now, for {@link StepSettings.Stage#CLASSIFIER}. */
    void startClassifier();

    /**
     * What is said to some images without dropout.
     *
     * @return probabilities {@code [count, classes]}, row by row
     */
    float[] probabilities(LabelledImages images, int from, int count);

    /** The same, each averaged over the views of its image: what an exported network answers without a correction. */
    float[] answers(LabelledImages images, int from, int count);

    /**
     * The same as {@link #probabilities} by one member alone, of a network that is cross-validated.
     *
     * @param member from 0; the one that leaves out the fold of this number
     */
    float[] memberProbabilities(int member, LabelledImages images, int from, int count);

    /** The same as {@link #answers} by one member alone. */
    float[] memberAnswers(int member, LabelledImages images, int from, int count);

    /** The same as {@link #probabilities} with a look inside, which costs next to nothing more; at least 1 image. */
    ProbedAnswers probe(LabelledImages images, int from, int count);

    /** The trained weights by name, from the input on; copies. */
    Map<String, float[]> weights();

    /** Weights and optimiser state, so that {@link #restore} continues with the same bits. */
    byte[] checkpoint();

    /**
     * Takes up the state of a {@link #checkpoint} of an equal network.
     *
     * @throws RunFailedException if it cannot be read
     */
    void restore(byte[] checkpoint);

    /**
     * The network as it answers now, for serving.
     *
     * @param correction what is done to its logits before the softmax
     */
    SavedModel export(LogitCorrection correction);

    /**
     * The same, answering together with a companion.
     *
     * @param correction what is done to the pooled logits before the softmax
     */
    SavedModel export(LogitCorrection correction, ServedCompanion companion);

    /** What computes, e.g. {@code CPU, 2 threads}. */
    String device();

    @Override
    void close();
}

package org.equipoise.trainer.classifier;

/** A loaded model version. One thread at a time may use it. */
public interface Classifier extends AutoCloseable {

    /**
     * The answers to a batch of the model's input shape, image by image.
     *
     * @throws UnusableModelException if the model answers with what are no probabilities of its classes
     */
    ClassProbabilities classify(ImageBatch batch);

    /** Frees everything the model holds, native memory and files included. */
    @Override
    void close();
}

package org.equipoise.diagnosis.preprocessing;

/** A model that is asked, however it is loaded. */
@FunctionalInterface
public interface AnsweringModel {

    /**
     * The answers to some images.
     *
     * @param samples {@code [images, height, width, channels]}, as they are fed
     * @return probabilities {@code [images, classes]}, row by row; no numbers where it answers none
     */
    float[] probabilities(float[] samples, int images);
}

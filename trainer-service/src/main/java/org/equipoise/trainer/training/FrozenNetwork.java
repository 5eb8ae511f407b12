package org.equipoise.trainer.training;

import org.equipoise.trainer.features.LinearHead;
import org.equipoise.trainer.features.Standardisation;

/** A pretrained network that stays as it is. One thread owns it. */
public interface FrozenNetwork extends AutoCloseable {

    /**
     * What it sees of some images.
     *
     * @param mirrored whether left and right are exchanged first
     * @return {@code [count, features]}, row by row
     */
    float[] features(LabelledImages images, int from, int count, boolean mirrored);

    /**
     * Refuses what is no feature.
     *
     * @throws RunFailedException if a value is not finite
     */
    static void checkFinite(float[] seen) {
        for (float value : seen) {
            if (!Float.isFinite(value)) {
                throw new RunFailedException("the pretrained network answers with " + value
                        + ", which is not finite: its weights are not fit for these images");
            }
        }
    }

    /** Images that are looked at at once, at least 1. */
    int batch();

    /**
     * The network with a classifier of what it sees, for serving: images in, probabilities out.
     *
     * @param mirror whether an answer averages the logits of an image and its mirror image
     * @param correction what is done to the logits before the softmax
     */
    SavedModel export(Standardisation standardisation, LinearHead head, boolean mirror, LogitCorrection correction);

    /** What computes, e.g. {@code CPU, 2 threads}. */
    String device();

    @Override
    void close();
}

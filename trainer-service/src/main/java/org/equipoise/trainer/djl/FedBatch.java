package org.equipoise.trainer.djl;

import org.equipoise.common.imaging.InputShape;

/** Images as a network is fed: numbers {@code [images, height, width, channels]}. */
final class FedBatch {

    private final InputShape shape;
    private final int images;
    private final float[] samples;

    /** Owns the samples. */
    FedBatch(InputShape shape, int images, float[] samples) {
        this.shape = shape;
        this.images = images;
        this.samples = samples;
    }

    InputShape shape() {
        return shape;
    }

    int images() {
        return images;
    }

    float[] samples() {
        return samples;
    }
}

package org.equipoise.trainer.djl;

import org.equipoise.common.imaging.InputShape;

/** Numbers as a model is fed them, {@code [n, height, width, channels]}. */
final class AskedImages {

    private final InputShape shape;
    private final int size;
    private final float[] samples;

    /** Owns the samples. */
    AskedImages(InputShape shape, int size, float[] samples) {
        if (samples.length != (long) size * shape.length()) {
            throw new IllegalArgumentException(samples.length + " samples for " + size + " images of " + shape);
        }
        this.shape = shape;
        this.size = size;
        this.samples = samples;
    }

    InputShape shape() {
        return shape;
    }

    int size() {
        return size;
    }

    /** Not a copy. */
    float[] samples() {
        return samples;
    }

    /** The same as bytes: rounded, and brought back into 0..255. */
    byte[] bytes() {
        byte[] bytes = new byte[samples.length];
        for (int i = 0; i < samples.length; i++) {
            bytes[i] = (byte) Math.max(0, Math.min(255, Math.round(samples[i])));
        }
        return bytes;
    }

    /** The same as {@code [n, channels, height, width]}. */
    float[] channelsFirst() {
        int channels = shape.channels();
        int plane = shape.width() * shape.height();
        float[] moved = new float[samples.length];
        for (int i = 0; i < size; i++) {
            int from = i * shape.length();
            for (int p = 0; p < plane; p++) {
                for (int c = 0; c < channels; c++) {
                    moved[from + c * plane + p] = samples[from + p * channels + c];
                }
            }
        }
        return moved;
    }
}

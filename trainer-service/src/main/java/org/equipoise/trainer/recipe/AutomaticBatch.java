package org.equipoise.trainer.recipe;

import org.equipoise.common.imaging.InputShape;

/** How many images make a training step. */
final class AutomaticBatch {

    /** The usual batch, and the one for datasets that would otherwise give too few steps an epoch. */
    private static final int USUAL = 64;

    private static final int SMALL = 32;
    private static final int SMALL_DATASET = 1000;

    /** Pixels of an image up to which any batch fits into memory. */
    private static final int SMALL_IMAGE = 128 * 128;

    /**
     * Pixels of a batch of larger images, those of every network counted, times its width in 16 channels: what a step
     * keeps of them until its gradients are computed is about half a gibibyte.
     */
    private static final int MOST_PIXELS = 1 << 21;

    private static final int WIDTH = 16;

    private final int images;
    private final String reason;

    private AutomaticBatch(int images, String reason) {
        this.images = images;
        this.reason = reason;
    }

    /**
     * Of the smaller of the usual batches and what there is; of large images a power of two that the memory has room
     * for.
     *
     * @param members networks that are trained side by side
     * @param width of each, 0 for those that have none
     */
    static AutomaticBatch of(InputShape shape, long trainingImages, int members, int width) {
        int usual = (int) Math.min(trainingImages, trainingImages < SMALL_DATASET ? SMALL : USUAL);
        int pixels = shape.width() * shape.height();
        long copies = (long) members * Math.max(1, width / WIDTH);
        int affordable = (int) Math.max(1, MOST_PIXELS / (pixels * copies));
        if (pixels > SMALL_IMAGE && affordable < usual) {
            int images = Integer.highestOneBit(affordable);
            return new AutomaticBatch(
                    images,
                    "a step keeps what it computes of every pixel: of images of " + shape.width() + " x "
                            + shape.height() + ", " + images + " fit into the memory of a trainer");
        }
        return new AutomaticBatch(
                usual,
                usual == USUAL ? "the usual value" : trainingImages + " training images make few steps in an epoch");
    }

    int images() {
        return images;
    }

    /** The number that decided. */
    String reason() {
        return reason;
    }
}

package org.equipoise.trainer.network;

import java.util.Locale;

import org.equipoise.common.imaging.InputShape;

/**
 * Chooses a network that fits a dataset: a wrong complexity is one of the causes of a collapse. Normalised residual
 * blocks train well at any size, so the table chooses how many and how wide.
 *
 * @param kind which network
 * @param depth of a residual network
 * @param width of a residual network
 * @param reason the numbers that decided
 */
public record Capacity(NetworkKind kind, int depth, int width, String reason) {

    /** Below this side three halvings leave less than 2x2. */
    private static final int SMALLEST_RESIDUAL_SIDE = 12;

    /** Training images from which a wider network has something to learn from. */
    private static final long MANY_IMAGES = 20_000;

    /** Classes from which 64 features of the narrow network are few. */
    private static final int MANY_CLASSES = 20;

    /** Images a class, on average, with fewer of which a wider network would learn them by heart. */
    private static final long FEW_PER_CLASS = 100;

    /**
     * The choice for these images.
     *
     * @param trainingImages in all
     * @param accelerator whether a GPU computes: on a CPU a network of twice the width takes four times as long
     */
    public static Capacity choose(InputShape shape, int classes, long trainingImages, boolean accelerator) {
        int side = Math.min(shape.height(), shape.width());
        if (side < SMALLEST_RESIDUAL_SIDE) {
            return new Capacity(NetworkKind.ARTICLE_CNN, 8, 16, side + " pixels are too few for three halvings");
        }
        long perClass = trainingImages / classes;
        boolean few = perClass < FEW_PER_CLASS;
        if (few || (trainingImages < MANY_IMAGES && classes < MANY_CLASSES)) {
            return new Capacity(
                    NetworkKind.RESIDUAL,
                    8,
                    16,
                    String.format(
                            Locale.ROOT,
                            "%d training images of %d classes, %d a class: the narrow network learns them and resists learning by heart",
                            trainingImages,
                            classes,
                            perClass));
        }
        String many = trainingImages + " training images of " + classes + " classes, " + perClass
                + " a class, have more to teach";
        return accelerator
                ? new Capacity(NetworkKind.RESIDUAL, 18, 32, many + "; a GPU computes")
                : new Capacity(
                        NetworkKind.RESIDUAL, 10, 16, many + "; a CPU computes, so depth grows and width does not");
    }
}

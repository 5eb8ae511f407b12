package org.equipoise.trainer.network;

import java.util.Locale;
import java.util.OptionalInt;

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

    /** Classes from which telling them apart takes more than the narrow network has. */
    private static final int SEVERAL_CLASSES = 5;

    /** Images a class, on average, that a network of twice the width and another stage learns from without harm. */
    private static final long PLENTY_PER_CLASS = 1000;

    private static final int WIDE_DEPTH = 10;
    private static final int WIDE = 32;

    /**
     * What the wide network may cost on a CPU, forward, all images of all epochs: about twenty minutes on two cores.
     */
    private static final double WIDE_MULTIPLY_ADDS = 1.6e13;

    /** Epochs of the wide network: fewer leave it half-trained, more gain little. */
    private static final int FEWEST_WIDE_EPOCHS = 12;

    private static final int MOST_WIDE_EPOCHS = 20;

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
        boolean wide = affordable(shape, classes, trainingImages) >= FEWEST_WIDE_EPOCHS;
        if (classes >= SEVERAL_CLASSES && perClass >= PLENTY_PER_CLASS && wide) {
            return new Capacity(
                    NetworkKind.RESIDUAL,
                    WIDE_DEPTH,
                    WIDE,
                    String.format(
                            Locale.ROOT,
                            "%d training images of %d classes, %d a class: several to tell apart, and plenty to learn it from",
                            trainingImages,
                            classes,
                            perClass));
        }
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

    /**
     * Epochs that the wide network is trained for: as many as {@value #WIDE_MULTIPLY_ADDS} multiply-adds pay for, at
     * most {@value #MOST_WIDE_EPOCHS}; empty for another network.
     */
    public OptionalInt wideEpochs(InputShape shape, int classes, long trainingImages) {
        return kind == NetworkKind.RESIDUAL && depth == WIDE_DEPTH && width == WIDE
                ? OptionalInt.of((int) affordable(shape, classes, trainingImages))
                : OptionalInt.empty();
    }

    private static long affordable(InputShape shape, int classes, long trainingImages) {
        double epoch = (double) trainingImages
                * NetworkDescription.residual(shape, classes, 0, WIDE_DEPTH, WIDE)
                        .multiplyAdds();
        return (long) Math.min(MOST_WIDE_EPOCHS, WIDE_MULTIPLY_ADDS / epoch);
    }
}

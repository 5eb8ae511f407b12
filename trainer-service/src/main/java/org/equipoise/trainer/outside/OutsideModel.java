package org.equipoise.trainer.outside;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.equipoise.common.imaging.Fit;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.trainer.outside.SavedModelInspector.Inspected;
import org.equipoise.trainer.registry.InvalidModelException;
import org.jspecify.annotations.Nullable;

/**
 * What an operator says about a model trained elsewhere.
 *
 * @param labelSet classes in the order of the outputs
 * @param size what the model takes, where its signature leaves it open
 * @param scaling how its training fed it; must be said for a float input, because nothing in the file tells it
 * @param output what its output means
 * @param fit how its training brought images of another aspect into its input; absent where it stretched them
 */
public record OutsideModel(
        String model,
        LabelSet labelSet,
        @Nullable InputShape size,
        @Nullable Scaling scaling,
        ServingFormat.Output output,
        @Nullable Fit fit) {

    /** A model whose images are stretched. */
    public OutsideModel(
            String model,
            LabelSet labelSet,
            @Nullable InputShape size,
            @Nullable Scaling scaling,
            ServingFormat.Output output) {
        this(model, labelSet, size, scaling, output, null);
    }

    private static final Pattern SIZE = Pattern.compile("(\\d{1,4})x(\\d{1,4})x([13])");

    /** From a sample in 0..255 to what the network is fed. */
    public enum Scaling {
        /** 0..255. */
        NONE(1, 0, "0..255 (--scale none)"),
        /** 0..1. */
        UNIT(1 / 255.0, 0, "0..1 (--scale 1/255)"),
        /** -1..1. */
        SYMMETRIC(2 / 255.0, -1, "-1..1 (--scale -1..1)");

        private final double scale;
        private final double offset;
        private final String words;

        Scaling(double scale, double offset, String words) {
            this.scale = scale;
            this.offset = offset;
            this.words = words;
        }

        /** The range, and how an operator says it. */
        String words() {
            return words;
        }

        /** The same format with this scaling. */
        ServingFormat in(ServingFormat format) {
            return new ServingFormat(format.signature(), format.input(), scale, offset, format.output());
        }
    }

    /**
     * What to feed and how to read, from what the operator said and what the file says.
     *
     * @throws InvalidModelException if they contradict each other or leave something open
     */
    ServingFormat format(Inspected inspected) {
        if (inspected.outputs() >= 0 && inspected.outputs() != labelSet.size()) {
            throw new InvalidModelException("the model has " + inspected.outputs() + " outputs, but "
                    + labelSet.size() + " labels were given: " + labelSet.classes()
                    + (inspected.outputs() == 1 ? "; a single sigmoid output must become a softmax of two first" : ""));
        }
        boolean bytes = inspected.input() == ServingFormat.Input.UINT8;
        if (bytes && scaling != null && scaling != Scaling.NONE) {
            throw new InvalidModelException("the model takes uint8: its own graph does the scaling, leave it out");
        }
        if (!bytes && scaling == null) {
            throw new InvalidModelException("the model takes float32, and the file does not tell how its training"
                    + " scaled the samples 0..255: say --scale 1/255, -1..1 or none");
        }
        Scaling chosen = scaling == null ? Scaling.NONE : scaling;
        return new ServingFormat(inspected.signature(), inspected.input(), chosen.scale, chosen.offset, output);
    }

    /**
     * What the model takes.
     *
     * @throws InvalidModelException if the signature leaves it open and the operator, too, or they differ
     */
    InputShape input(Inspected inspected) {
        return input(inspected.dimensions(), size);
    }

    /**
     * What a model takes.
     *
     * @param said height, width and channels by its signature; -1 where one is open
     * @param given by the operator; absent where nobody said
     * @throws InvalidModelException if the signature leaves it open and the operator, too, or they differ
     */
    public static InputShape input(List<Long> said, @Nullable InputShape given) {
        if (given != null) {
            List<Integer> wanted = List.of(given.height(), given.width(), given.channels());
            for (int d = 0; d < wanted.size(); d++) {
                if (said.get(d) >= 0 && said.get(d) != wanted.get(d).longValue()) {
                    throw new InvalidModelException("the size " + words(given) + " was given, but the model takes "
                            + said + " (height, width, channels; -1 is open)");
                }
            }
            return given;
        }
        if (said.stream().anyMatch(d -> d < 0)) {
            throw new InvalidModelException("the model's input is open, " + said
                    + " (height, width, channels): say the size it was trained with, for example 64x64x1");
        }
        try {
            return new InputShape(
                    Math.toIntExact(said.get(1)), Math.toIntExact(said.get(0)), Math.toIntExact(said.get(2)));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new InvalidModelException("the model takes " + said + ": " + e.getMessage(), e);
        }
    }

    /**
     * A fit in an operator's words; absent where nobody said, and where images are stretched.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static @Nullable Fit fit(@Nullable String given) {
        return given == null || Fit.of(given) == Fit.STRETCH ? null : Fit.of(given);
    }

    /**
     * A size in an operator's words, e.g. {@code 64x64x1}; absent where nobody said.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static @Nullable InputShape size(@Nullable String given) {
        if (given == null) {
            return null;
        }
        Matcher size = SIZE.matcher(given);
        if (!size.matches()) {
            throw new IllegalArgumentException("size must be height x width x channels, for example 64x64x1");
        }
        return new InputShape(
                Integer.parseInt(size.group(2)), Integer.parseInt(size.group(1)), Integer.parseInt(size.group(3)));
    }

    private static String words(InputShape shape) {
        return shape.height() + "x" + shape.width() + "x" + shape.channels();
    }
}

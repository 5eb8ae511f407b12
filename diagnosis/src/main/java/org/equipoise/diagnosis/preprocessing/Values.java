package org.equipoise.diagnosis.preprocessing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.equipoise.common.imaging.InputShape;

/**
 * What becomes of samples in 0..255: each is multiplied and moved, or all of an image are brought to a range or a
 * deviation of their own first.
 *
 * @param name short, e.g. {@code 1/255}; as an option says it
 * @param words what the samples are then, e.g. {@code [0, 1]}; of a change, the end of "the images are ..."
 * @param code the same in numpy
 * @param first what is done to the image before
 * @param scale by channel, or one for all
 * @param offset by channel, or one for all; added after the multiplication
 */
public record Values(String name, String words, String code, First first, List<Double> scale, List<Double> offset) {

    /** What depends on the image itself. */
    public enum First {
        /** Nothing. */
        NOTHING,
        /** Its least sample becomes 0, its greatest 255. */
        STRETCHED,
        /** Its samples get the mean 0 and the deviation 1, as {@code tf.image.per_image_standardization} does. */
        STANDARDISED
    }

    /** As they are. */
    public static final Values RAW = affine("none", "[0, 255]", "x", 1, 0);

    public static final Values UNIT = affine("1/255", "[0, 1]", "x / 255.0", 1 / 255.0, 0);

    public static final Values SYMMETRIC = affine("-1..1", "[-1, 1]", "x / 127.5 - 1", 2 / 255.0, -1);

    private static final List<Double> IMAGENET_MEANS = List.of(0.485, 0.456, 0.406);
    private static final List<Double> IMAGENET_DEVIATIONS = List.of(0.229, 0.224, 0.225);

    public Values {
        scale = List.copyOf(scale);
        offset = List.copyOf(offset);
        if (scale.isEmpty() || scale.size() != offset.size()) {
            throw new IllegalArgumentException(
                    "need as many scales as offsets, got " + scale.size() + " and " + offset.size());
        }
    }

    /** Those in use, the commonest first, for an input of so many channels. */
    static List<Values> inUse(int channels) {
        List<Values> values = new ArrayList<>(List.of(
                RAW,
                UNIT,
                SYMMETRIC,
                affine("-0.5..0.5", "[-0.5, 0.5]", "x / 255.0 - 0.5", 1 / 255.0, -0.5),
                affine("1/255/255", "[0, 1/255], scaled twice", "x / 255.0 / 255.0", 1 / 65025.0, 0),
                affine("-128", "[-128, 127]", "x - 128", 1, -128),
                affine("-1024..1024", "[-1024, 1024]", "x / 255.0 * 2048 - 1024", 2048 / 255.0, -1024),
                affine("65535", "[0, 65535], of 16 bits", "x * 257", 257, 0)));
        if (channels == 3) {
            values.add(normalised("imagenet", "ImageNet's", IMAGENET_MEANS, IMAGENET_DEVIATIONS));
            values.add(normalised(
                    "clip",
                    "CLIP's",
                    List.of(0.48145466, 0.4578275, 0.40821073),
                    List.of(0.26862954, 0.26130258, 0.27577711)));
            values.add(normalised(
                    "cifar10", "CIFAR-10's", List.of(0.4914, 0.4822, 0.4465), List.of(0.247, 0.2435, 0.2616)));
            values.add(new Values(
                    "imagenet-means",
                    "[0, 255] less ImageNet's means",
                    "x - [123.68, 116.779, 103.939]",
                    First.NOTHING,
                    List.of(1.0, 1.0, 1.0),
                    List.of(-123.68, -116.779, -103.939)));
        } else {
            values.add(normalised("imagenet-grey", "ImageNet's grey", List.of(0.449), List.of(0.226)));
            values.add(normalised("mnist", "MNIST's", List.of(0.1307), List.of(0.3081)));
        }
        values.add(new Values(
                "standardised",
                "mean 0 and deviation 1 in each image",
                "(x - x.mean()) / x.std()",
                First.STANDARDISED,
                List.of(1.0),
                List.of(0.0)));
        values.add(new Values(
                "stretched",
                "[0, 1], each image stretched to it",
                "(x - x.min()) / (x.max() - x.min())",
                First.STRETCHED,
                List.of(1 / 255.0),
                List.of(0.0)));
        return List.copyOf(values);
    }

    /** Keras' {@code preprocess_input} in its mode caffe, for samples in BGR. */
    static final Values CAFFE = new Values(
            "caffe",
            "[0, 255] less ImageNet's means",
            "x - [103.939, 116.779, 123.68]",
            First.NOTHING,
            List.of(1.0, 1.0, 1.0),
            List.of(-103.939, -116.779, -123.68));

    /** Changes of samples that stay in 0..255, each the undoing of another. */
    static List<Values> changes() {
        List<Values> values = new ArrayList<>(List.of(RAW));
        for (double factor : new double[] {0.25, 0.5, 2, 4}) {
            String by = factor < 1 ? "1/" + Math.round(1 / factor) : Long.toString(Math.round(factor));
            values.add(affine("*" + by, "multiplied by " + by, "x * " + by, factor, 0));
        }
        for (int offset : new int[] {-128, -64, 64, 128}) {
            values.add(affine(
                    String.format(Locale.ROOT, "%+d", offset),
                    (offset > 0 ? "brightened" : "darkened") + " by " + Math.abs(offset),
                    "x " + (offset > 0 ? "+ " : "- ") + Math.abs(offset),
                    1,
                    offset));
        }
        values.add(affine("/2+128", "multiplied by 1/2 and brightened by 128", "x / 2 + 128", 0.5, 128));
        values.add(affine("-128*2", "darkened by 128 and multiplied by 2", "(x - 128) * 2", 2, -256));
        values.add(new Values(
                "stretched",
                "stretched to the full range",
                "(x - x.min()) * 255 / (x.max() - x.min())",
                First.STRETCHED,
                List.of(1.0),
                List.of(0.0)));
        return List.copyOf(values);
    }

    /** Means and deviations of samples in 0..1, e.g. those of the images at hand. */
    static Values normalised(String name, String whose, List<Double> means, List<Double> deviations) {
        List<Double> scale = new ArrayList<>();
        List<Double> offset = new ArrayList<>();
        for (int c = 0; c < means.size(); c++) {
            scale.add(1 / (255 * deviations.get(c)));
            offset.add(-means.get(c) / deviations.get(c));
        }
        return new Values(
                name,
                whose + " means and deviations",
                "(x / 255.0 - " + numbers(means) + ") / " + numbers(deviations),
                First.NOTHING,
                scale,
                offset);
    }

    /** Means and deviations of these images themselves, as a featurewise standardisation takes them. */
    public static Values ofImages(List<LabelledPixels> images, InputShape shape) {
        int channels = shape.channels();
        double[] sums = new double[channels];
        double[] squares = new double[channels];
        long n = 0;
        for (LabelledPixels image : images) {
            byte[] samples = Geometry.STRETCHED.of(image.pixels(), shape).samples();
            for (int i = 0; i < samples.length; i++) {
                double sample = (samples[i] & 0xff) / 255.0;
                sums[i % channels] += sample;
                squares[i % channels] += sample * sample;
            }
            n += samples.length / channels;
        }
        List<Double> means = new ArrayList<>();
        List<Double> deviations = new ArrayList<>();
        for (int c = 0; c < channels; c++) {
            double mean = sums[c] / Math.max(1, n);
            double deviation = Math.sqrt(Math.max(1e-6, squares[c] / Math.max(1, n) - mean * mean));
            means.add(Math.round(mean * 1e4) / 1e4);
            deviations.add(Math.round(deviation * 1e4) / 1e4);
        }
        return normalised("these-images", "these images'", means, deviations);
    }

    private static String numbers(List<Double> numbers) {
        return numbers.size() == 1 ? numbers.get(0).toString() : numbers.toString();
    }

    private static Values affine(String name, String words, String code, double scale, double offset) {
        return new Values(name, words, code, First.NOTHING, List.of(scale), List.of(offset));
    }

    /** In place: one image of interleaved channels, in 0..255. */
    void apply(float[] samples, int from, int length, int channels) {
        switch (first) {
            case NOTHING -> {}
            case STRETCHED -> stretch(samples, from, length);
            case STANDARDISED -> standardise(samples, from, length);
        }
        for (int i = 0; i < length; i++) {
            int c = Math.min(i % channels, scale.size() - 1);
            samples[from + i] = (float) (samples[from + i] * scale.get(c) + offset.get(c));
        }
    }

    private static void stretch(float[] samples, int from, int length) {
        float least = samples[from];
        float greatest = samples[from];
        for (int i = from; i < from + length; i++) {
            least = Math.min(least, samples[i]);
            greatest = Math.max(greatest, samples[i]);
        }
        float range = Math.max(1, greatest - least);
        for (int i = from; i < from + length; i++) {
            samples[i] = (samples[i] - least) * 255 / range;
        }
    }

    private static void standardise(float[] samples, int from, int length) {
        double sum = 0;
        double squares = 0;
        for (int i = from; i < from + length; i++) {
            sum += samples[i];
            squares += (double) samples[i] * samples[i];
        }
        double mean = sum / length;
        double deviation = Math.max(Math.sqrt(Math.max(0, squares / length - mean * mean)), 255 / Math.sqrt(length));
        for (int i = from; i < from + length; i++) {
            samples[i] = (float) ((samples[i] - mean) / deviation);
        }
    }

    /** That of a name as an option says it. */
    static Optional<Values> named(String name, List<Values> among) {
        return among.stream().filter(values -> values.name().equals(name)).findFirst();
    }

    static List<String> names(List<Values> values) {
        return values.stream().map(Values::name).toList();
    }
}

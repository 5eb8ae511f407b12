package org.equipoise.diagnosis.preprocessing;

import java.util.ArrayList;
import java.util.List;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.Pixels;

/**
 * From an image to what a model is fed, in this order.
 *
 * @param inverted whether white becomes black
 */
public record Preprocessing(Geometry geometry, boolean inverted, ChannelOrder order, Values values) {

    /** Nothing but the size changes. */
    public static final Preprocessing NONE = new Preprocessing(Geometry.STRETCHED, false, ChannelOrder.RGB, Values.RAW);

    Preprocessing with(Geometry other) {
        return new Preprocessing(other, inverted, order, values);
    }

    Preprocessing with(boolean other) {
        return new Preprocessing(geometry, other, order, values);
    }

    Preprocessing with(ChannelOrder other) {
        return new Preprocessing(geometry, inverted, other, values);
    }

    /** The same with other values. */
    public Preprocessing with(Values other) {
        return new Preprocessing(geometry, inverted, order, other);
    }

    /** Samples {@code [height, width, channels]} of one image. */
    public float[] of(Pixels image, InputShape shape) {
        float[] samples = new float[shape.length()];
        feed(geometry.of(image, shape).samples(), shape, samples, 0);
        return samples;
    }

    /** The same of an image whose geometry is right already. */
    void feed(byte[] image, InputShape shape, float[] to, int at) {
        for (int i = 0; i < image.length; i++) {
            int sample = image[order.source(shape, i)] & 0xff;
            to[at + i] = inverted ? 255 - sample : sample;
        }
        values.apply(to, at, image.length, shape.channels());
    }

    /** In how many ways it differs. */
    int differences(Preprocessing other) {
        return (geometry == other.geometry ? 0 : 1)
                + (inverted == other.inverted ? 0 : 1)
                + (order == other.order ? 0 : 1)
                + (values.equals(other.values) ? 0 : 1);
    }

    /** What is expected, and what is given instead, as the end of "your model ...". */
    public String instead(Preprocessing today) {
        List<String> differences = new ArrayList<>();
        if (!values.equals(today.values)) {
            differences.add("expects " + values.words() + " and gets " + today.values.words());
        }
        if (order != today.order) {
            differences.add("expects " + order.shortName() + " and gets " + today.order.shortName());
        }
        if (inverted != today.inverted) {
            differences.add(
                    inverted
                            ? "expects inverted images (255 - x) and gets them as they are"
                            : "expects the images as they are and gets them inverted");
        }
        if (geometry != today.geometry) {
            differences.add("expects the images " + geometry.words() + " and gets them " + today.geometry.words());
        }
        return String.join(", ", differences);
    }

    /** What it does to images that are right otherwise, as the end of "the images are ...". */
    public String words() {
        List<String> changes = new ArrayList<>();
        if (inverted) {
            changes.add("inverted");
        }
        if (!values.equals(Values.RAW)) {
            changes.add(values.words());
        }
        if (order != ChannelOrder.RGB) {
            changes.add(order.words());
        }
        if (geometry != Geometry.STRETCHED) {
            changes.add(geometry.words());
        }
        return changes.isEmpty() ? "as they are" : String.join(" and ", changes);
    }

    /** Lines to paste, in Python, from an image {@code x} of samples in 0..255. */
    public List<String> code() {
        List<String> lines = new ArrayList<>();
        lines.add("x = " + geometry.code());
        if (inverted) {
            lines.add("x = 255 - x");
        }
        if (order != ChannelOrder.RGB) {
            lines.add("x = " + order.code());
        }
        if (!values.equals(Values.RAW)) {
            lines.add("x = " + values.code());
        }
        return List.copyOf(lines);
    }
}

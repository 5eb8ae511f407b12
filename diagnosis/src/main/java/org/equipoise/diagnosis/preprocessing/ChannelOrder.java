package org.equipoise.diagnosis.preprocessing;

import org.equipoise.common.imaging.InputShape;

/** How the samples of an image with three channels lie one after another. */
public enum ChannelOrder {
    RGB("RGB", "in RGB", "x"),
    BGR("BGR", "with red and blue swapped", "x[..., ::-1]"),
    /** Each channel's whole plane, channel after channel, read as if the channels lay side by side. */
    PLANES(
            "channels first",
            "with their channels one after the other (channels first)",
            "transpose(x, (2, 0, 1)).reshape(x.shape)");

    private final String shortName;
    private final String words;
    private final String code;

    ChannelOrder(String shortName, String words, String code) {
        this.shortName = shortName;
        this.words = words;
        this.code = code;
    }

    /** Its name among people, e.g. {@code BGR}. */
    public String shortName() {
        return shortName;
    }

    /** What it does, as the end of "the images are ...". */
    public String words() {
        return words;
    }

    /** The same in numpy. */
    public String code() {
        return code;
    }

    /** Where the sample at {@code index}, rows of interleaved channels, comes from. */
    int source(InputShape shape, int index) {
        int channels = shape.channels();
        return switch (this) {
            case RGB -> index;
            case BGR -> index - index % channels + channels - 1 - index % channels;
            case PLANES -> {
                int plane = shape.width() * shape.height();
                yield index % plane * channels + index / plane;
            }
        };
    }
}

package org.equipoise.common.imaging;

/**
 * From a canonical image to what the network is fed. Training packs and scoring both come through here, so that the two
 * cannot differ; scaling to [0, 1] is part of the network's graph.
 */
public final class Preprocessing {

    private Preprocessing() {}

    /**
     * Fits an image as a dataset version says.
     *
     * @throws IllegalArgumentException if samples of 16 bits were to become RGB, which has 8
     */
    public static Pixels fit(Pixels pixels, InputFormat format) {
        return fit(pixels, format.shape(), format.fit());
    }

    /**
     * Stretches an image to {@code shape}.
     *
     * @throws IllegalArgumentException if samples of 16 bits were to become RGB, which has 8
     */
    public static Pixels fit(Pixels pixels, InputShape shape) {
        return fit(pixels, shape, Fit.STRETCH);
    }

    /**
     * Fits an image to {@code shape}: grey becomes RGB by repetition, RGB becomes grey by ITU-R BT.601 luma, and the
     * size is changed with a triangle filter (bilinear when enlarging, antialiased when shrinking, Pillow's BILINEAR).
     * An image that already has the shape comes back unchanged; samples of 16 bits stay samples of 16 bits. One that
     * has its aspect comes out the same whatever the fit.
     *
     * @throws IllegalArgumentException if samples of 16 bits were to become RGB, which has 8
     */
    public static Pixels fit(Pixels pixels, InputShape shape, Fit fit) {
        Pixels image = withChannels(pixels, shape.channels());
        return switch (fit) {
            case STRETCH -> resize(image, shape.width(), shape.height());
            case PAD -> Rectangles.padded(inside(image, shape), shape.width(), shape.height());
            case CROP -> resize(Rectangles.ofAspect(image, shape), shape.width(), shape.height());
        };
    }

    /** Resized with kept aspect so that it just fits. */
    private static Pixels inside(Pixels image, InputShape shape) {
        double scale = Math.min(shape.width() / (double) image.width(), shape.height() / (double) image.height());
        return resize(image, (int) Math.max(1, Math.round(scale * image.width())), (int)
                Math.max(1, Math.round(scale * image.height())));
    }

    private static Pixels withChannels(Pixels pixels, int channels) {
        if (pixels.channels() == channels) {
            return pixels;
        }
        if (pixels.bits() != Byte.SIZE) {
            throw new IllegalArgumentException(
                    "grey images of " + pixels.bits() + " bits cannot be fitted to " + channels + " channels");
        }
        int n = pixels.width() * pixels.height();
        byte[] in = pixels.samples();
        byte[] out = new byte[n * channels];
        for (int i = 0; i < n; i++) {
            if (channels == 3) {
                out[3 * i] = in[i];
                out[3 * i + 1] = in[i];
                out[3 * i + 2] = in[i];
            } else {
                double luma =
                        0.299 * (in[3 * i] & 0xff) + 0.587 * (in[3 * i + 1] & 0xff) + 0.114 * (in[3 * i + 2] & 0xff);
                out[i] = (byte) Math.round(luma);
            }
        }
        return new Pixels(pixels.width(), pixels.height(), channels, out);
    }

    private static Pixels resize(Pixels pixels, int width, int height) {
        if (pixels.width() == width && pixels.height() == height) {
            return pixels;
        }
        int channels = pixels.channels();
        float[] rows = new float[pixels.height() * width * channels];
        Taps horizontal = Taps.of(pixels.width(), width);
        for (int y = 0; y < pixels.height(); y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels; c++) {
                    float sum = 0;
                    for (int t = 0; t < horizontal.count(x); t++) {
                        sum += horizontal.weight(x, t) * pixels.sample(horizontal.source(x, t), y, c);
                    }
                    rows[(y * width + x) * channels + c] = sum;
                }
            }
        }
        boolean deep = pixels.bits() == Short.SIZE;
        byte[] bytes = new byte[deep ? 0 : height * width * channels];
        short[] shorts = new short[deep ? height * width : 0];
        Taps vertical = Taps.of(pixels.height(), height);
        int stride = width * channels;
        for (int y = 0; y < height; y++) {
            for (int i = 0; i < stride; i++) {
                float sum = 0;
                for (int t = 0; t < vertical.count(y); t++) {
                    sum += vertical.weight(y, t) * rows[vertical.source(y, t) * stride + i];
                }
                int sample = Math.max(0, Math.min(pixels.highest(), Math.round(sum)));
                if (deep) {
                    shorts[y * stride + i] = (short) sample;
                } else {
                    bytes[y * stride + i] = (byte) sample;
                }
            }
        }
        return deep ? Pixels.ofShorts(width, height, shorts) : new Pixels(width, height, channels, bytes);
    }

    /** Which source samples make one target sample along one axis, and how much of each. */
    private static final class Taps {

        private final int[][] sources;
        private final float[][] weights;

        private Taps(int[][] sources, float[][] weights) {
            this.sources = sources;
            this.weights = weights;
        }

        static Taps of(int from, int to) {
            int[][] sources = new int[to][];
            float[][] weights = new float[to][];
            double scale = from / (double) to;
            // A triangle as wide as the step when shrinking, and of width one (bilinear) when enlarging.
            double radius = Math.max(1, scale);
            for (int i = 0; i < to; i++) {
                double centre = (i + 0.5) * scale - 0.5;
                int first = Math.max(0, (int) Math.ceil(centre - radius));
                int last = Math.min(from - 1, (int) Math.floor(centre + radius));
                sources[i] = new int[last - first + 1];
                weights[i] = new float[last - first + 1];
                double sum = 0;
                for (int s = first; s <= last; s++) {
                    double w = Math.max(0, 1 - Math.abs(s - centre) / radius);
                    sources[i][s - first] = s;
                    weights[i][s - first] = (float) w;
                    sum += w;
                }
                for (int t = 0; t < weights[i].length; t++) {
                    weights[i][t] /= (float) sum;
                }
            }
            return new Taps(sources, weights);
        }

        int count(int i) {
            return sources[i].length;
        }

        int source(int i, int t) {
            return sources[i][t];
        }

        float weight(int i, int t) {
            return weights[i][t];
        }
    }
}

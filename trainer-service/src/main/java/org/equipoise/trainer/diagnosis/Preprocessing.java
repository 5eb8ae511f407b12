package org.equipoise.trainer.diagnosis;

import java.util.ArrayList;
import java.util.List;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.trainer.training.LabelledImages;

/**
 * A change of uint8 images that may undo what differs between training and answering.
 *
 * @param words what it does, as the end of "the model answers right where the images are ..."
 */
record Preprocessing(String words, Change change) {

    /** What becomes of one image's samples, rows of {@code shape}; writes into {@code to}. */
    @FunctionalInterface
    interface Change {
        void apply(InputShape shape, byte[] from, int at, byte[] to);
    }

    /** Those that are tried, the likeliest first. */
    static List<Preprocessing> candidates(InputShape shape) {
        List<Preprocessing> candidates = new ArrayList<>();
        candidates.add(pointwise("inverted", v -> 255 - v));
        for (double factor : new double[] {0.25, 0.5, 2, 4}) {
            candidates.add(pointwise(
                    "multiplied by " + (factor < 1 ? "1/" + Math.round(1 / factor) : Math.round(factor)),
                    v -> v * factor));
        }
        for (int offset : new int[] {-128, -64, 64, 128}) {
            candidates.add(
                    pointwise((offset > 0 ? "brightened" : "darkened") + " by " + Math.abs(offset), v -> v + offset));
        }
        candidates.add(pointwise("multiplied by 1/2 and brightened by 128", v -> v / 2 + 128));
        candidates.add(pointwise("darkened by 128 and multiplied by 2", v -> (v - 128) * 2));
        candidates.add(new Preprocessing("stretched to the full range", Preprocessing::stretch));
        if (shape.channels() == 3) {
            candidates.add(new Preprocessing("with red and blue swapped", Preprocessing::swapChannels));
        }
        candidates.add(new Preprocessing("mirrored upside down", Preprocessing::upsideDown));
        if (shape.width() == shape.height()) {
            candidates.add(new Preprocessing("with rows and columns swapped", Preprocessing::transpose));
        }
        candidates.add(new Preprocessing(
                "cropped to the middle three quarters", (s, from, at, to) -> zoom(s, from, at, to, 0.75)));
        candidates.add(new Preprocessing(
                "padded by a sixth on each side", (s, from, at, to) -> zoom(s, from, at, to, 4.0 / 3)));
        return candidates;
    }

    /** The images as they look after it. */
    LabelledImages of(LabelledImages images) {
        int length = images.shape().length();
        byte[] changed = new byte[images.pixels().length];
        byte[] one = new byte[length];
        for (int i = 0; i < images.size(); i++) {
            change.apply(images.shape(), images.pixels(), i * length, one);
            System.arraycopy(one, 0, changed, i * length, length);
        }
        return new LabelledImages(images.shape(), changed, images.labels());
    }

    private static Preprocessing pointwise(String words, java.util.function.DoubleUnaryOperator change) {
        return new Preprocessing(words, (shape, from, at, to) -> {
            for (int i = 0; i < to.length; i++) {
                to[i] = sample(change.applyAsDouble(from[at + i] & 0xff));
            }
        });
    }

    private static byte sample(double value) {
        return (byte) Math.max(0, Math.min(255, Math.round(value)));
    }

    private static void stretch(InputShape shape, byte[] from, int at, byte[] to) {
        int least = 255;
        int greatest = 0;
        for (int i = 0; i < to.length; i++) {
            least = Math.min(least, from[at + i] & 0xff);
            greatest = Math.max(greatest, from[at + i] & 0xff);
        }
        double range = Math.max(1, greatest - least);
        for (int i = 0; i < to.length; i++) {
            to[i] = sample(((from[at + i] & 0xff) - least) * 255 / range);
        }
    }

    private static void swapChannels(InputShape shape, byte[] from, int at, byte[] to) {
        for (int i = 0; i < to.length; i += 3) {
            to[i] = from[at + i + 2];
            to[i + 1] = from[at + i + 1];
            to[i + 2] = from[at + i];
        }
    }

    private static void upsideDown(InputShape shape, byte[] from, int at, byte[] to) {
        int row = shape.width() * shape.channels();
        for (int y = 0; y < shape.height(); y++) {
            System.arraycopy(from, at + (shape.height() - 1 - y) * row, to, y * row, row);
        }
    }

    private static void transpose(InputShape shape, byte[] from, int at, byte[] to) {
        for (int y = 0; y < shape.height(); y++) {
            for (int x = 0; x < shape.width(); x++) {
                System.arraycopy(
                        from,
                        at + (x * shape.width() + y) * shape.channels(),
                        to,
                        (y * shape.width() + x) * shape.channels(),
                        shape.channels());
            }
        }
    }

    /** The nearest samples of the middle {@code part} of each side; above 1 black lies around the image. */
    private static void zoom(InputShape shape, byte[] from, int at, byte[] to, double part) {
        for (int y = 0; y < shape.height(); y++) {
            for (int x = 0; x < shape.width(); x++) {
                int fromY = (int) Math.floor((y + 0.5 - shape.height() / 2.0) * part + shape.height() / 2.0);
                int fromX = (int) Math.floor((x + 0.5 - shape.width() / 2.0) * part + shape.width() / 2.0);
                boolean inside = fromY >= 0 && fromY < shape.height() && fromX >= 0 && fromX < shape.width();
                for (int c = 0; c < shape.channels(); c++) {
                    to[(y * shape.width() + x) * shape.channels() + c] =
                            inside ? from[at + (fromY * shape.width() + fromX) * shape.channels() + c] : 0;
                }
            }
        }
    }
}

package org.equipoise.diagnosis.preprocessing;

import org.equipoise.common.imaging.Fit;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.Preprocessing;

/** What becomes of an image's rectangle before its samples are looked at. */
public enum Geometry {
    /** The whole image, whatever its sides are. */
    STRETCHED("stretched to the input's sides", "resize(x, (height, width))"),
    /** Resized until it fits, black beside it. */
    ASPECT_PADDED("resized with kept aspect, black beside them", "resize_with_pad(x, height, width)"),
    /** As equipoise pads: resized until it fits, its edges repeated beside it. */
    ASPECT_REPEATED(
            "resized with kept aspect, their edges repeated beside them", "fit(x, (height, width), fill=\"edge\")"),
    /** Resized until it covers the input, what stands over cut off. */
    ASPECT_CROPPED(
            "resized with kept aspect and cropped to the middle",
            "resize(x, (height, width), crop_to_aspect_ratio=True)"),
    /** As usual in front of networks that saw ImageNet: 256 pixels, of which the middle 224. */
    MIDDLE_SEVEN_EIGHTHS("cropped to the middle seven eighths (224 of 256)", "central_crop(x, 7/8)"),
    MIDDLE_THREE_QUARTERS("cropped to the middle three quarters", "central_crop(x, 3/4)"),
    MIDDLE_HALF("cropped to the middle half", "central_crop(x, 1/2)"),
    /** Undoes a crop to three quarters. */
    PADDED_BY_A_SIXTH("padded by a sixth on each side", "pad(x, 1/6 of each side)"),
    UPSIDE_DOWN("mirrored upside down", "flip_up_down(x)"),
    MIRRORED("mirrored left to right", "flip_left_right(x)"),
    ROWS_AND_COLUMNS_SWAPPED("with rows and columns swapped", "transpose(x, (1, 0, 2))");

    private final String words;
    private final String code;

    Geometry(String words, String code) {
        this.words = words;
        this.code = code;
    }

    /** What ingest does when it freezes, and the trainer when it serves. */
    public static Geometry of(Fit fit) {
        return switch (fit) {
            case STRETCH -> STRETCHED;
            case PAD -> ASPECT_REPEATED;
            case CROP -> ASPECT_CROPPED;
        };
    }

    /** What it does, as the end of "the images are ...". */
    public String words() {
        return words;
    }

    /** The same by the names of TensorFlow's functions. */
    public String code() {
        return code;
    }

    /** The image in the shape of the input. */
    Pixels of(Pixels image, InputShape shape) {
        return switch (this) {
            case STRETCHED -> Preprocessing.fit(image, shape);
            case ASPECT_PADDED -> Preprocessing.fit(window(image, around(image, shape)), shape);
            case ASPECT_REPEATED -> Preprocessing.fit(image, shape, Fit.PAD);
            case ASPECT_CROPPED -> Preprocessing.fit(image, shape, Fit.CROP);
            case MIDDLE_SEVEN_EIGHTHS -> Preprocessing.fit(window(image, part(image, 7 / 8.0)), shape);
            case MIDDLE_THREE_QUARTERS -> Preprocessing.fit(window(image, part(image, 0.75)), shape);
            case MIDDLE_HALF -> Preprocessing.fit(window(image, part(image, 0.5)), shape);
            case PADDED_BY_A_SIXTH -> Preprocessing.fit(window(image, part(image, 4 / 3.0)), shape);
            case UPSIDE_DOWN ->
                moved(Preprocessing.fit(image, shape), (fitted, x, y) -> at(fitted, x, fitted.height() - 1 - y));
            case MIRRORED ->
                moved(Preprocessing.fit(image, shape), (fitted, x, y) -> at(fitted, fitted.width() - 1 - x, y));
            case ROWS_AND_COLUMNS_SWAPPED -> Preprocessing.fit(transposed(image), shape);
        };
    }

    /** Sides of a window around the middle. */
    private record Sides(int width, int height) {}

    /** As many pixels are taken off, or put on, on either side. */
    private static Sides part(Pixels image, double part) {
        return new Sides(part(image.width(), part), part(image.height(), part));
    }

    private static int part(int side, double part) {
        return side + 2 * (int) Math.round((part - 1) * side / 2);
    }

    /** The smallest window around the image that has the input's aspect. */
    private static Sides around(Pixels image, InputShape shape) {
        double wanted = shape.width() / (double) shape.height();
        return image.width() > image.height() * wanted
                ? new Sides(image.width(), (int) Math.max(1, Math.round(image.width() / wanted)))
                : new Sides((int) Math.max(1, Math.round(image.height() * wanted)), image.height());
    }

    /** A window around the middle; black where it is larger than the image. */
    private static Pixels window(Pixels image, Sides sides) {
        int left = Math.floorDiv(image.width() - sides.width(), 2);
        int top = Math.floorDiv(image.height() - sides.height(), 2);
        byte[] from = image.samples();
        int channels = image.channels();
        byte[] to = new byte[sides.width() * sides.height() * channels];
        int first = Math.max(0, -left);
        int columns = Math.min(sides.width(), image.width() - left) - first;
        for (int y = Math.max(0, -top); y < Math.min(sides.height(), image.height() - top); y++) {
            System.arraycopy(
                    from,
                    ((y + top) * image.width() + first + left) * channels,
                    to,
                    (y * sides.width() + first) * channels,
                    columns * channels);
        }
        return new Pixels(sides.width(), sides.height(), channels, to);
    }

    /** Which pixel comes to a place. */
    private interface Source {
        int of(Pixels image, int x, int y);
    }

    private static int at(Pixels image, int x, int y) {
        return y * image.width() + x;
    }

    private static Pixels moved(Pixels image, Source source) {
        return moved(image, image.width(), image.height(), source);
    }

    private static Pixels transposed(Pixels image) {
        return moved(image, image.height(), image.width(), (whole, x, y) -> at(whole, y, x));
    }

    private static Pixels moved(Pixels image, int width, int height, Source source) {
        int channels = image.channels();
        byte[] from = image.samples();
        byte[] to = new byte[from.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                System.arraycopy(from, source.of(image, x, y) * channels, to, (y * width + x) * channels, channels);
            }
        }
        return new Pixels(width, height, channels, to);
    }
}

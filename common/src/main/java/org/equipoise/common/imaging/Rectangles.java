package org.equipoise.common.imaging;

/** Cuts images to a rectangle around their middle, and sets them into larger ones. */
final class Rectangles {

    private Rectangles() {}

    /** The largest part around the middle that has the aspect of {@code shape}, in whole pixels. */
    static Pixels ofAspect(Pixels image, InputShape shape) {
        double wanted = shape.width() / (double) shape.height();
        int width = (int) Math.max(1, Math.min(image.width(), Math.round(image.height() * wanted)));
        int height = (int) Math.max(1, Math.min(image.height(), Math.round(image.width() / wanted)));
        return moved(image, width, height);
    }

    /** In the middle of a rectangle that is as large or larger; the outermost pixels are repeated to its sides. */
    static Pixels padded(Pixels image, int width, int height) {
        return moved(image, width, height);
    }

    /** Around the same middle; where a place is outside of the image, its nearest pixel. */
    private static Pixels moved(Pixels image, int width, int height) {
        if (width == image.width() && height == image.height()) {
            return image;
        }
        int left = Math.floorDiv(image.width() - width, 2);
        int top = Math.floorDiv(image.height() - height, 2);
        int pixel = image.byteLength() / (image.width() * image.height());
        byte[] from = image.bytes();
        byte[] to = new byte[width * height * pixel];
        for (int y = 0; y < height; y++) {
            int row = clamped(y + top, image.height()) * image.width();
            for (int x = 0; x < width; x++) {
                int source = (row + clamped(x + left, image.width())) * pixel;
                System.arraycopy(from, source, to, (y * width + x) * pixel, pixel);
            }
        }
        return image.withBytes(width, height, to);
    }

    private static int clamped(int place, int side) {
        return Math.max(0, Math.min(side - 1, place));
    }
}

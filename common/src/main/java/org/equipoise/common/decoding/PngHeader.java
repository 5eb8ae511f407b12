package org.equipoise.common.decoding;

import java.nio.ByteBuffer;

/**
 * How a PNG stores its pixels.
 *
 * @param bits of a stored sample: 1, 2, 4, 8 or 16
 * @see <a href="https://www.w3.org/TR/png-3/#11IHDR">PNG (Third Edition), 11.2.1</a>
 */
record PngHeader(int width, int height, int bits, Colour colour, boolean interlaced) {

    /** What the stored samples of a pixel are. */
    enum Colour {
        GREY("grey", 1),
        RGB("RGB", 3),
        PALETTE("palette", 1),
        GREY_WITH_ALPHA("grey with alpha", 2),
        RGBA("RGBA", 4);

        private final String words;
        private final int stored;

        Colour(String words, int stored) {
            this.words = words;
            this.stored = stored;
        }

        boolean hasAlpha() {
            return this == GREY_WITH_ALPHA || this == RGBA;
        }

        boolean isGrey() {
            return this == GREY || this == GREY_WITH_ALPHA;
        }
    }

    /** Reads the fields of IHDR, whose length was checked. */
    static PngHeader of(byte[] file, int offset, int length) throws RefusedException {
        ByteBuffer fields = ByteBuffer.wrap(file, offset, length);
        int width = fields.getInt();
        int height = fields.getInt();
        int bits = fields.get() & 0xff;
        int type = fields.get() & 0xff;
        int compression = fields.get() & 0xff;
        int filter = fields.get() & 0xff;
        int interlace = fields.get() & 0xff;
        if (width < 1 || height < 1) {
            throw RefusedException.unreadable("the PNG claims " + width + " x " + height + " pixels");
        }
        if (compression != 0 || filter != 0 || interlace > 1) {
            throw RefusedException.unreadable("the PNG claims compression method " + compression + ", filter method "
                    + filter + " and interlace method " + interlace + "; there are 0, 0, and 0 or 1");
        }
        return new PngHeader(width, height, bits, colour(type, bits), interlace == 1);
    }

    private static Colour colour(int type, int bits) throws RefusedException {
        boolean whole = bits == 8 || bits == 16;
        boolean part = bits == 1 || bits == 2 || bits == 4;
        if (type == 0 && (part || whole)) {
            return Colour.GREY;
        }
        if (type == 3 && (part || bits == 8)) {
            return Colour.PALETTE;
        }
        if (whole && type == 2) {
            return Colour.RGB;
        }
        if (whole && type == 4) {
            return Colour.GREY_WITH_ALPHA;
        }
        if (whole && type == 6) {
            return Colour.RGBA;
        }
        throw RefusedException.unreadable("the PNG claims colour type " + type + " with " + bits
                + " bits a sample, which the standard does not have");
    }

    /** What is decoded, and how large it gets. */
    ImageHeader claims() {
        boolean deep = bits == Short.SIZE;
        String advice = deep && !colour.isGrey() ? "save it with 8 bits a channel, or as 16-bit grey" : "";
        return new ImageHeader(
                bits + "-bit " + colour.words + " PNG",
                advice,
                width,
                height,
                colour.isGrey() ? 1 : 3,
                deep ? Short.SIZE : Byte.SIZE);
    }

    /** Bits of a stored pixel. */
    int pixelBits() {
        return bits * colour.stored;
    }

    /** Bytes of a stored row of so many pixels, without its filter; its last byte may be padded. */
    int rowBytes(int pixels) {
        return Math.toIntExact(((long) pixels * pixelBits() + 7) / 8);
    }
}

package org.equipoise.common.decoding;

import org.equipoise.common.imaging.Pixels;

/**
 * What the stored pixels of a PNG look like: takes them one by one and makes the image. Grey of 1, 2 or 4 bits is
 * scaled to 0..255; a palette becomes RGB, or grey where all its colours are. Transparency is left out where no pixel
 * has any; else the file is refused, because nobody knows what is meant to shine through.
 *
 * @see <a href="https://www.w3.org/TR/png-3/#13Sample-depth-rescaling">PNG (Third Edition), 13.12</a>
 */
final class PngColours {

    private static final int OPAQUE = 0xff;

    private final PngHeader header;
    private final byte[] palette;
    private final byte[] transparency;
    private final int channels;
    private final byte[] samples;
    private final short[] deepSamples;

    /**
     * @param palette the data of PLTE, three bytes a colour; empty if there is none
     * @param transparency the data of tRNS; empty if there is none
     */
    PngColours(PngHeader header, byte[] palette, byte[] transparency) throws RefusedException {
        this.header = header;
        this.palette = palette;
        this.transparency = transparency;
        ImageHeader claims = header.claims();
        boolean deep = claims.bits() == Short.SIZE;
        boolean greyPalette = indexed() && greyPalette();
        channels = greyPalette ? 1 : claims.channels();
        int length = Math.toIntExact(claims.samples() / claims.channels() * channels);
        samples = new byte[deep ? 0 : length];
        deepSamples = new short[deep ? length : 0];
        requireFitting();
    }

    private boolean indexed() {
        return header.colour() == PngHeader.Colour.PALETTE;
    }

    private boolean greyPalette() throws RefusedException {
        if (palette.length == 0 || palette.length % 3 != 0 || palette.length > 3 * 256) {
            throw RefusedException.unreadable("the PNG is corrupt: its palette has " + palette.length
                    + " bytes, 3 for each of 1 to 256 colours are needed");
        }
        boolean grey = true;
        for (int i = 0; i < palette.length; i += 3) {
            grey &= palette[i] == palette[i + 1] && palette[i] == palette[i + 2];
        }
        return grey;
    }

    private void requireFitting() throws RefusedException {
        int length = transparency.length;
        boolean fits = switch (header.colour()) {
            case GREY, RGB -> length == 0 || length == 2 * channels;
            case PALETTE -> length <= palette.length / 3;
            case GREY_WITH_ALPHA, RGBA -> length == 0;
        };
        if (!fits) {
            throw RefusedException.unreadable("the PNG is corrupt: its chunk tRNS has " + length
                    + " bytes, which do not belong to " + header.claims().format());
        }
    }

    /** Takes a stored row as that row of the image. */
    void putRow(byte[] row, int y) throws RefusedException {
        int first = y * header.width();
        boolean asStored =
                header.bits() == Byte.SIZE && !indexed() && !header.colour().hasAlpha() && transparency.length == 0;
        if (asStored) {
            System.arraycopy(row, 0, samples, first * channels, row.length);
            return;
        }
        for (int i = 0; i < header.width(); i++) {
            put(row, i, first + i);
        }
    }

    /** Takes the pixel of this number in a stored row as the one of that number in the image. */
    void put(byte[] row, int stored, int pixel) throws RefusedException {
        if (indexed()) {
            putIndexed(value(row, stored, 0), pixel);
            return;
        }
        if (header.colour().hasAlpha()) {
            requireOpaque(value(row, stored, channels) == highest());
        } else if (transparency.length > 0) {
            requireOpaque(!isTransparent(row, stored));
        }
        switch (header.bits()) {
            case Byte.SIZE ->
                System.arraycopy(row, stored * header.pixelBits() / Byte.SIZE, samples, pixel * channels, channels);
            case Short.SIZE -> deepSamples[pixel] = (short) value(row, stored, 0);
            default -> samples[pixel] = (byte) (value(row, stored, 0) * 255 / highest());
        }
    }

    private void putIndexed(int index, int pixel) throws RefusedException {
        if (index >= palette.length / 3) {
            throw RefusedException.unreadable(
                    "the PNG is corrupt: a pixel has colour " + index + " of a palette of " + palette.length / 3);
        }
        requireOpaque(index >= transparency.length || (transparency[index] & 0xff) == OPAQUE);
        System.arraycopy(palette, index * 3, samples, pixel * channels, channels);
    }

    private boolean isTransparent(byte[] row, int stored) {
        for (int c = 0; c < channels; c++) {
            // Two bytes for each sample, of which only as many bits count as the samples have.
            int transparent = bigEndian(transparency, 2 * c) & highest();
            if (value(row, stored, c) != transparent) {
                return false;
            }
        }
        return true;
    }

    private void requireOpaque(boolean opaque) throws RefusedException {
        if (!opaque) {
            throw RefusedException.unsupported(
                    header.claims().format() + " with transparent pixels",
                    "save it without transparency, on the background that is meant");
        }
    }

    private int highest() {
        return (1 << header.bits()) - 1;
    }

    /** A stored sample. Those of fewer than 8 bits are the only ones of their pixels, the first in the highest bits. */
    private int value(byte[] row, int stored, int sample) {
        int at = stored * header.pixelBits() + sample * header.bits();
        return switch (header.bits()) {
            case Byte.SIZE -> row[at / Byte.SIZE] & 0xff;
            case Short.SIZE -> bigEndian(row, at / Byte.SIZE);
            default -> row[at / Byte.SIZE] >> Byte.SIZE - header.bits() - at % Byte.SIZE & highest();
        };
    }

    private static int bigEndian(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << Byte.SIZE | bytes[at + 1] & 0xff;
    }

    /** The image, after all pixels were put. */
    Pixels pixels() {
        return header.bits() == Short.SIZE
                ? Pixels.ofShorts(header.width(), header.height(), deepSamples)
                : new Pixels(header.width(), header.height(), channels, samples);
    }
}

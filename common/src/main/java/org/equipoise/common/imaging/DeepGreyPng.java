package org.equipoise.common.imaging;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes a grey image of 16 bits as a PNG of one IDAT. Of 16 bits half are noise: a search for the best filter and for
 * repetitions costs three times the time of this writer and makes the file no smaller.
 *
 * @see <a href="https://www.w3.org/TR/png-3/">PNG (Third Edition)</a>
 */
final class DeepGreyPng {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int SUB = 1;
    private static final int UP = 2;

    /** Of so many samples of a row, one says which filter suits it. */
    private static final int EVERY = 4;

    private final Pixels pixels;
    private final ByteArrayOutputStream out;
    private final byte[] row;
    private final byte[] buffer = new byte[1 << 13];
    private final int[] samples;
    private final int[] above;

    private DeepGreyPng(Pixels pixels) {
        this.pixels = pixels;
        out = new ByteArrayOutputStream(pixels.byteLength() / 2 + 128);
        row = new byte[1 + 2 * pixels.width()];
        samples = new int[pixels.width()];
        above = new int[pixels.width()];
    }

    /** The same bytes for the same samples, with the same release of zlib. */
    static byte[] of(Pixels pixels) {
        return new DeepGreyPng(pixels).file();
    }

    private byte[] file() {
        var header = ByteBuffer.allocate(13).putInt(pixels.width()).putInt(pixels.height());
        // 16 bits, grey; the only compression, the only set of filters, not interlaced.
        header.put((byte) Short.SIZE).put(new byte[4]);
        byte[] data = data();
        out.writeBytes(SIGNATURE);
        chunk("IHDR", header.array());
        chunk("IDAT", data);
        chunk("IEND", new byte[0]);
        return out.toByteArray();
    }

    private void chunk(String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        var crc = new CRC32();
        crc.update(name);
        crc.update(data);
        out.writeBytes(number(data.length));
        out.writeBytes(name);
        out.writeBytes(data);
        out.writeBytes(number((int) crc.getValue()));
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    private byte[] data() {
        var deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setStrategy(Deflater.FILTERED);
            for (int y = 0; y < pixels.height(); y++) {
                filter(y);
                deflater.setInput(row);
                while (!deflater.needsInput()) {
                    // None may come of it: the first call only sets the strategy.
                    out.write(buffer, 0, deflater.deflate(buffer));
                }
            }
            deflater.finish();
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
            out.reset();
        }
    }

    private void filter(int y) {
        int width = samples.length;
        for (int x = 0; x < width; x++) {
            samples[x] = pixels.sample(y * width + x);
        }
        boolean up = y > 0 && upIsNearer();
        row[0] = (byte) (up ? UP : SUB);
        int left = 0;
        for (int x = 0; x < width; x++) {
            int sample = samples[x];
            int guess = up ? above[x] : left;
            // Byte by byte, without a carry from the lower to the upper one.
            row[1 + 2 * x] = (byte) ((sample >> Byte.SIZE) - (guess >> Byte.SIZE));
            row[2 + 2 * x] = (byte) (sample - guess);
            left = sample;
        }
        System.arraycopy(samples, 0, above, 0, width);
    }

    private boolean upIsNearer() {
        long toLeft = 0;
        long toUp = 0;
        for (int x = 1; x < samples.length; x += EVERY) {
            toLeft += Math.abs(samples[x] - samples[x - 1]);
            toUp += Math.abs(samples[x] - above[x]);
        }
        return toUp <= toLeft;
    }
}

package org.equipoise.common.npz;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the head of an array says, before its data are read.
 *
 * @param name in the npz, without {@code .npy}
 * @param dtype as {@link NpyArray#dtype}
 * @param shape as {@link NpyArray#shape}
 * @param bytes of the data, by type and shape
 */
public record NpyStream(String name, String dtype, List<Integer> shape, long bytes) {

    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']+)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");

    /** The part of the data that must be there before memory is taken for the rest: one of so many. */
    private static final int BELIEVED = 16;

    /** Of the zip's entry that an array is in. */
    private static final String ENDING = ".npy";

    public NpyStream {
        shape = List.copyOf(shape);
    }

    /** @param most bytes that the array may claim */
    static NpyStream of(String entry, InputStream in, long most) throws IOException {
        byte[] prefix = in.readNBytes(8);
        if (prefix.length < 8 || !Arrays.equals(prefix, 0, 6, Npz.MAGIC, 0, 6)) {
            throw new IllegalArgumentException(entry + " is not a .npy array");
        }
        int lengthBytes = prefix[6] == 1 ? 2 : 4;
        byte[] length = Arrays.copyOf(in.readNBytes(lengthBytes), 4);
        int headerLength =
                ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (headerLength < 0 || headerLength > 1 << 16) {
            throw new IllegalArgumentException(entry + " has a header of " + headerLength + " bytes");
        }
        String header = new String(in.readNBytes(headerLength), StandardCharsets.ISO_8859_1);
        if (find(ORDER, header, entry).equals("True")) {
            throw new IllegalArgumentException(entry + " is in Fortran order; only C order is read");
        }
        String dtype = find(DESCR, header, entry);
        List<Integer> shape = new ArrayList<>();
        long bytes = NpyArray.itemSize(dtype);
        boolean empty = false;
        for (String dimension : find(SHAPE, header, entry).split(",")) {
            if (!dimension.isBlank()) {
                int side = Integer.parseInt(dimension.strip());
                shape.add(side);
                empty |= side == 0;
                // Saturated, so that no product of dimensions comes round to a small number.
                bytes = Math.min(Long.MAX_VALUE >> 32, bytes * Math.max(1, side));
            }
        }
        if (shape.stream().anyMatch(d -> d < 0) || bytes > most) {
            throw new IllegalArgumentException(entry + " claims the shape " + shape + ", more than " + most + " bytes");
        }
        return new NpyStream(entry.substring(0, entry.length() - ENDING.length()), dtype, shape, empty ? 0 : bytes);
    }

    /** Lets the data be read, and sees that there are neither fewer nor more. */
    void handOn(InputStream in, Npz.ArrayReader reader) throws IOException {
        var data = new Data(in, bytes);
        reader.next(this, data);
        data.skipNBytes(data.left);
        if (in.read() >= 0) {
            throw new IllegalArgumentException(
                    name + ENDING + " claims the shape " + shape + ", " + bytes + " bytes, and has more");
        }
    }

    /**
     * The array in memory. A head is believed once a sixteenth of what it claims is there: so nothing is held twice,
     * and no short file takes much.
     */
    public NpyArray read(InputStream data) throws IOException {
        int all = Math.toIntExact(bytes);
        byte[] begin = data.readNBytes(all / BELIEVED);
        if (begin.length < all / BELIEVED) {
            return new NpyArray(dtype, shape, begin);
        }
        byte[] array = Arrays.copyOf(begin, all);
        int read = begin.length + data.readNBytes(array, begin.length, all - begin.length);
        return new NpyArray(dtype, shape, read == all ? array : Arrays.copyOf(array, read));
    }

    /** Ends where the array should. */
    private static final class Data extends FilterInputStream {

        private long left;

        Data(InputStream in, long bytes) {
            super(in);
            left = bytes;
        }

        @Override
        public int read() throws IOException {
            int value = left == 0 ? -1 : super.read();
            left -= value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            if (left == 0 && length > 0) {
                return -1;
            }
            int read = super.read(to, offset, (int) Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }

        @Override
        public long skip(long n) throws IOException {
            long skipped = super.skip(Math.min(n, left));
            left -= skipped;
            return skipped;
        }

        /** The entry goes on. */
        @Override
        public void close() {}
    }

    private static String find(Pattern pattern, String header, String name) {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw new IllegalArgumentException(name + " has the header " + header.strip());
        }
        return matcher.group(1);
    }
}

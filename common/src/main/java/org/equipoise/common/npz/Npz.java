package org.equipoise.common.npz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Reads and writes NumPy's {@code .npz}: a zip of {@code .npy} arrays. Written stored (not compressed) with fixed
 * times, so that equal arrays give equal bytes.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>
 */
public final class Npz {

    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final long MAX_ARRAY_BYTES = 1L << 30;

    /** Arrays in a file, and bytes in all of them, at most. */
    private static final int MAX_ARRAYS = 256;

    private static final long MAX_BYTES = 2L << 30;

    private Npz() {}

    /** The npz of these arrays, in the map's order. */
    public static byte[] write(Map<String, NpyArray> arrays) {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (var entry : arrays.entrySet()) {
                byte[] header = header(entry.getValue());
                byte[] data = entry.getValue().raw();
                var crc = new CRC32();
                crc.update(header);
                crc.update(data);
                var zipEntry = new ZipEntry(entry.getKey() + ".npy");
                zipEntry.setMethod(ZipEntry.STORED);
                zipEntry.setSize(header.length + (long) data.length);
                zipEntry.setCrc(crc.getValue());
                zipEntry.setTimeLocal(java.time.LocalDateTime.of(1980, 1, 1, 0, 0));
                zip.putNextEntry(zipEntry);
                zip.write(header);
                zip.write(data);
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write an npz to memory", e);
        }
        return out.toByteArray();
    }

    /**
     * Reads every array.
     *
     * @throws IllegalArgumentException if the bytes are not an npz of supported arrays in C order
     */
    public static Map<String, NpyArray> read(byte[] npz) {
        return read(new ByteArrayInputStream(npz));
    }

    /**
     * Reads every array from a stream of npz bytes.
     *
     * @throws IllegalArgumentException if the bytes are not an npz of supported arrays in C order
     */
    public static Map<String, NpyArray> read(InputStream in) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        try {
            stream(in, (array, data) -> arrays.put(array.name(), array.read(data)));
        } catch (IOException e) {
            throw new IllegalArgumentException("not a readable npz: " + e.getMessage(), e);
        }
        return arrays;
    }

    /** Takes one array after another, in the order of the file. */
    @FunctionalInterface
    public interface ArrayReader {

        /**
         * The next array.
         *
         * @param data its bytes in C order, no more than {@link NpyStream#bytes}; what is left unread is skipped
         */
        void next(NpyStream array, InputStream data) throws IOException;
    }

    /**
     * Hands on every array while it arrives, so that one larger than the memory can be read. Neither headers nor data
     * are trusted: an array that ends before or goes on after what it claims is refused once that is seen, which may be
     * after {@code reader} had most of it.
     *
     * @throws IllegalArgumentException if the bytes are not an npz of supported arrays in C order
     * @throws IOException if the stream breaks, or {@code reader} throws it
     */
    public static void stream(InputStream in, ArrayReader reader) throws IOException {
        long bytes = 0;
        int read = 0;
        try (var zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName();
                if (name.endsWith(".npy")) {
                    NpyStream array = NpyStream.of(name, zip, Math.min(MAX_ARRAY_BYTES, MAX_BYTES - bytes));
                    array.handOn(zip, reader);
                    bytes += array.bytes();
                    read++;
                }
                if (read > MAX_ARRAYS) {
                    throw new IllegalArgumentException("the npz has more than " + MAX_ARRAYS + " arrays");
                }
            }
        }
        if (read == 0) {
            throw new IllegalArgumentException("not an npz: no .npy entry found");
        }
    }

    private static byte[] header(NpyArray array) {
        String shape = array.shape().stream().map(String::valueOf).collect(Collectors.joining(", "));
        if (array.shape().size() == 1) {
            shape += ",";
        }
        String dict = "{'descr': '" + array.dtype() + "', 'fortran_order': False, 'shape': (" + shape + "), }";
        int unpadded = MAGIC.length + 4 + dict.length() + 1;
        String padded = dict + " ".repeat((64 - unpadded % 64) % 64) + "\n";
        ByteBuffer buffer =
                ByteBuffer.allocate(MAGIC.length + 4 + padded.length()).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) padded.length());
        buffer.put(padded.getBytes(StandardCharsets.US_ASCII));
        return buffer.array();
    }
}

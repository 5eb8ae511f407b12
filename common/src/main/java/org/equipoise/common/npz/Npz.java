package org.equipoise.common.npz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']+)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");
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
        long bytes = 0;
        int read = 0;
        try (var zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName();
                if (name.endsWith(".npy")) {
                    NpyArray array = readArray(name, zip, MAX_BYTES - bytes);
                    arrays.put(name.substring(0, name.length() - 4), array);
                    bytes += array.raw().length;
                    read++;
                }
                if (read > MAX_ARRAYS) {
                    throw new IllegalArgumentException("the npz has more than " + MAX_ARRAYS + " arrays");
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not a readable npz: " + e.getMessage(), e);
        }
        if (arrays.isEmpty()) {
            throw new IllegalArgumentException("not an npz: no .npy entry found");
        }
        return arrays;
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

    /**
     * Neither the header nor the data are trusted: memory grows with what is really read, and what is read ends one
     * byte after what the header claims.
     */
    private static NpyArray readArray(String name, InputStream in, long left) throws IOException {
        byte[] prefix = in.readNBytes(8);
        if (prefix.length < 8 || !java.util.Arrays.equals(prefix, 0, 6, MAGIC, 0, 6)) {
            throw new IllegalArgumentException(name + " is not a .npy array");
        }
        int lengthBytes = prefix[6] == 1 ? 2 : 4;
        byte[] length = java.util.Arrays.copyOf(in.readNBytes(lengthBytes), 4);
        int headerLength =
                ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (headerLength < 0 || headerLength > 1 << 16) {
            throw new IllegalArgumentException(name + " has a header of " + headerLength + " bytes");
        }
        String header = new String(in.readNBytes(headerLength), StandardCharsets.ISO_8859_1);
        if (find(ORDER, header, name).equals("True")) {
            throw new IllegalArgumentException(name + " is in Fortran order; only C order is read");
        }
        String dtype = find(DESCR, header, name);
        List<Integer> shape = new ArrayList<>();
        long bytes = NpyArray.itemSize(dtype);
        for (String dimension : find(SHAPE, header, name).split(",")) {
            if (!dimension.isBlank()) {
                shape.add(Integer.parseInt(dimension.strip()));
                // Saturated, so that no product of dimensions comes round to a small number.
                bytes = Math.min(Long.MAX_VALUE >> 32, bytes * Math.max(1, shape.get(shape.size() - 1)));
            }
        }
        long most = Math.min(MAX_ARRAY_BYTES, left);
        if (shape.stream().anyMatch(d -> d < 0) || bytes > most) {
            throw new IllegalArgumentException(name + " claims the shape " + shape + ", more than " + most + " bytes");
        }
        byte[] data = in.readNBytes(Math.toIntExact(bytes + 1));
        if (data.length > bytes) {
            throw new IllegalArgumentException(
                    name + " claims the shape " + shape + ", " + bytes + " bytes, and has more");
        }
        return new NpyArray(dtype, shape, data);
    }

    private static String find(Pattern pattern, String header, String name) {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw new IllegalArgumentException(name + " has the header " + header.strip());
        }
        return matcher.group(1);
    }
}

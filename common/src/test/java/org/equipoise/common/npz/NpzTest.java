package org.equipoise.common.npz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class NpzTest {

    @Test
    void whatIsWrittenIsReadBack() {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("images", NpyArray.ofBytes(new byte[] {0, 1, (byte) 200, (byte) 255, 4, 5}, 1, 2, 3));
        arrays.put("labels", NpyArray.ofInts(new int[] {-7, Integer.MAX_VALUE}, 2));
        arrays.put("weights", NpyArray.ofFloats(new float[] {0.25f, -1e30f}, 2));

        Map<String, NpyArray> read = Npz.read(Npz.write(arrays));

        assertThat(read.keySet()).containsExactly("images", "labels", "weights");
        assertThat(array(read, "images").shape()).containsExactly(1, 2, 3);
        assertThat(array(read, "images").bytes()).containsExactly(0, 1, 200, 255, 4, 5);
        assertThat(array(read, "labels").toInts()).containsExactly(-7, Integer.MAX_VALUE);
        assertThat(array(read, "weights").toFloats()).containsExactly(0.25f, -1e30f);
    }

    @Test
    void equalArraysGiveEqualBytes() {
        byte[] once = Npz.write(Map.of("labels", NpyArray.ofInts(new int[] {1, 2}, 2)));

        assertThat(Npz.write(Map.of("labels", NpyArray.ofInts(new int[] {1, 2}, 2))))
                .isEqualTo(once);
    }

    /** NumPy's format, version 1.0: magic, version, header length, a Python dict padded to 64 bytes, data. */
    @Test
    void theHeaderIsTheOneThatNumPyWrites() throws IOException {
        byte[] npz = Npz.write(Map.of("labels", NpyArray.ofInts(new int[] {1, 258}, 2)));

        byte[] npy = entry(npz, "labels.npy");
        String dict = "{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }";
        assertThat(npy).hasSize(128 + 8);
        assertThat(Arrays.copyOf(npy, 10)).containsExactly(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0);
        assertThat(new String(npy, 10, 118, StandardCharsets.US_ASCII)).isEqualTo(dict + " ".repeat(60) + "\n");
        assertThat(Arrays.copyOfRange(npy, 128, 136)).containsExactly(1, 0, 0, 0, 2, 1, 0, 0);
    }

    /** Written with NumPy 2.4.6: {@code numpy.savez(file, u=..., b=..., i1=..., i4=..., i8=..., f=..., scalar=...)}. */
    @Test
    void readsEverySupportedTypeOfAFileFromNumPy() throws IOException {
        Map<String, NpyArray> arrays = Npz.read(resource("numpy.npz"));

        assertThat(arrays.keySet()).containsExactly("u", "b", "i1", "i4", "i8", "f", "scalar");
        assertThat(array(arrays, "u").shape()).containsExactly(1, 2, 3);
        assertThat(array(arrays, "u").bytes()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(array(arrays, "b").toInts()).containsExactly(1, 0);
        assertThat(array(arrays, "i1").toInts()).containsExactly(-1, 2);
        assertThat(array(arrays, "i4").toInts()).containsExactly(70000, -3);
        assertThat(array(arrays, "i8").toInts()).containsExactly(1 << 30, -5);
        assertThat(array(arrays, "f").toFloats()).containsExactly(0.5f, -1.25f);
        assertThat(array(arrays, "scalar").shape()).isEmpty();
        assertThat(array(arrays, "scalar").toInts()).containsExactly(7);
    }

    /** Written with NumPy 2.4.6: {@code numpy.savez_compressed(file, images=full((2, 4, 4), 9), labels=[[0], [1]])}. */
    @Test
    void readsACompressedFileFromNumPy() throws IOException {
        Map<String, NpyArray> arrays = Npz.read(resource("compressed.npz"));

        assertThat(array(arrays, "images").shape()).containsExactly(2, 4, 4);
        assertThat(array(arrays, "images").bytes()).hasSize(32).containsOnly(9);
        assertThat(array(arrays, "labels").toInts()).containsExactly(0, 1);
    }

    @Test
    void refusesWhatIsNoNpz() {
        assertThatIllegalArgumentException().isThrownBy(() -> Npz.read("hello".getBytes(StandardCharsets.UTF_8)));
        assertThatIllegalArgumentException().isThrownBy(() -> Npz.read(new byte[0]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Npz.read(zip("a.npy", "not an array".getBytes(StandardCharsets.UTF_8))))
                .withMessage("a.npy is not a .npy array");
    }

    /** A file that ends between two arrays is read as the arrays before; its reader misses the rest by name. */
    @Test
    void refusesAFileThatWasCutOffWithinAnArray() throws IOException {
        byte[] whole = resource("compressed.npz").readAllBytes();

        for (int length = 0; length < 134; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatIllegalArgumentException()
                    .as("the first %d bytes", length)
                    .isThrownBy(() -> Npz.read(cut));
        }
    }

    @Test
    void refusesOtherTypesAndOrdersByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Npz.read(zip("a.npy", npy("'descr': '<c16', 'fortran_order': False, 'shape': (1,)"))))
                .withMessageContaining("<c16");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Npz.read(zip("a.npy", npy("'descr': '|u1', 'fortran_order': True, 'shape': (1,)"))))
                .withMessageContaining("Fortran");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Npz.read(zip("a.npy", npy("'descr': '|O', 'fortran_order': False, 'shape': (1,)"))))
                .withMessageContaining("|O");
    }

    @Test
    void refusesAShapeThatItsDataDoNotFill() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Npz.read(zip("a.npy", npy("'descr': '|u1', 'fortran_order': False, 'shape': (5,)"))))
                .withMessage("|u1 [5] needs 5 bytes, got 0");
        assertThatIllegalArgumentException().isThrownBy(() -> NpyArray.ofInts(new int[3], 2, 2));
    }

    /** A few bytes must not make us allocate gigabytes. */
    @Test
    void refusesAnAbsurdShapeBeforeReadingIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Npz.read(
                        zip("a.npy", npy("'descr': '<f8', 'fortran_order': False, 'shape': (2000000000, 2000000000)"))))
                .withMessageContaining("claims the shape");
    }

    /** 64 MiB of zeros in 64 KiB of zip, of which the header says that they are five bytes. */
    @Test
    void readsNoMoreThanTheHeaderClaims() throws IOException {
        byte[] header = npy("'descr': '|u1', 'fortran_order': False, 'shape': (5,)");
        byte[] bomb = zip("a.npy", Arrays.copyOf(header, header.length + (64 << 20)));
        var inflated = new CountingBytes(bomb);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Npz.read(inflated))
                .withMessage("a.npy claims the shape [5], 5 bytes, and has more");
        assertThat(inflated.taken()).as("compressed bytes read").isLessThan(bomb.length / 2);
    }

    /** Dimensions whose product of 2^64 comes round to 0 in 64 bits. */
    @Test
    void refusesAShapeWhoseProductOverflows() {
        String shape = "'descr': '|u1', 'fortran_order': False, 'shape': (65536, 65536, 65536, 65536)";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Npz.read(zip("a.npy", npy(shape))))
                .withMessageContaining("claims the shape");
    }

    @Test
    void refusesMoreArraysThanAFileOfOursCouldHave() {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        for (int i = 0; i < 257; i++) {
            arrays.put("a" + i, NpyArray.ofBytes(new byte[1], 1));
        }

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Npz.read(Npz.write(arrays)))
                .withMessage("the npz has more than 256 arrays");
    }

    /** Counts what is taken from it. */
    private static final class CountingBytes extends java.io.FilterInputStream {

        private int read;

        CountingBytes(byte[] bytes) {
            super(new java.io.ByteArrayInputStream(bytes));
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            int taken = super.read(to, from, length);
            read += Math.max(0, taken);
            return taken;
        }

        int taken() {
            return read;
        }
    }

    @Test
    void refusesToReadAnArrayAsAnotherType() {
        NpyArray floats = NpyArray.ofFloats(new float[1], 1);

        assertThatIllegalArgumentException().isThrownBy(floats::bytes).withMessage("expected a |u1 array, got <f4");
        assertThatIllegalArgumentException().isThrownBy(floats::toInts);
    }

    @Test
    void anIntegerThatDoesNotFitIsRefusedByValue() {
        byte[] npy = npy("'descr': '<i8', 'fortran_order': False, 'shape': (1,)");
        byte[] tooLarge = java.util.Arrays.copyOf(npy, npy.length + 8);
        tooLarge[npy.length + 4] = 1;

        NpyArray labels = array(Npz.read(zip("labels.npy", tooLarge)), "labels");

        assertThatIllegalArgumentException()
                .isThrownBy(labels::toInts)
                .withMessage("expected integers of 32 bits, got 4294967296");
    }

    private static NpyArray array(Map<String, NpyArray> arrays, String name) {
        return Objects.requireNonNull(arrays.get(name));
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(NpzTest.class.getResourceAsStream(name));
    }

    private static byte[] npy(String dictContent) {
        byte[] dict = ("{" + dictContent + ", }\n").getBytes(StandardCharsets.US_ASCII);
        byte[] npy = new byte[10 + dict.length];
        byte[] start = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) dict.length, 0};
        System.arraycopy(start, 0, npy, 0, 10);
        System.arraycopy(dict, 0, npy, 10, dict.length);
        return npy;
    }

    private static byte[] zip(String name, byte[] content) {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] entry(byte[] npz, String name) throws IOException {
        try (var zip = new java.util.zip.ZipInputStream(new java.io.ByteArrayInputStream(npz))) {
            ZipEntry entry = zip.getNextEntry();
            assertThat(entry).isNotNull();
            assertThat(Objects.requireNonNull(entry).getName()).isEqualTo(name);
            return zip.readAllBytes();
        }
    }
}

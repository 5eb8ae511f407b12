package org.equipoise.local.sets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.labels.Split;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.words.Counted;
import org.jspecify.annotations.Nullable;

/**
 * MedMNIST's files: {@code train_images}, {@code train_labels} and the same for {@code val} and {@code test}. Classes
 * are called {@code 0}, {@code 1} and so on, as in the file; a negative number is no label. The samples stay in memory
 * (12 MB for 15,000 images of 28x28 bytes); each image becomes a PNG when it is read. Grey images may have 16 bits.
 *
 * @see <a href="https://doi.org/10.1038/s41597-022-01721-8">Yang et al., MedMNIST v2, 2023</a>
 */
final class MedMnist {

    private static final long LIMIT = 1L << 29;

    private MedMnist() {}

    /** The images of every split that the file has. */
    static List<SetImage> read(Path file) throws IOException {
        checkSize(file);
        Map<String, NpyArray> arrays = arrays(file);
        List<SetImage> images = new ArrayList<>();
        for (Split split : Split.values()) {
            NpyArray pixels = arrays.get(split.wireName() + "_images");
            NpyArray labels = arrays.get(split.wireName() + "_labels");
            if (pixels != null) {
                images.addAll(read(file, split, pixels, labels));
            }
        }
        if (images.isEmpty()) {
            throw new SetException(file + " is not a MedMNIST file: it has " + arrays.keySet()
                    + ", expected train_images and train_labels");
        }
        return images;
    }

    /** Every class index up to the highest, as text. */
    static List<String> classes(List<SetImage> images) {
        int highest = images.stream()
                .mapToInt(image -> image.label() == null ? -1 : Integer.parseInt(image.label()))
                .max()
                .orElse(-1);
        return IntStream.rangeClosed(0, highest).mapToObj(String::valueOf).toList();
    }

    private static void checkSize(Path file) throws IOException {
        try (var zip = new ZipFile(file.toFile())) {
            long bytes = 0;
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                bytes += Math.max(0, entries.nextElement().getSize());
            }
            if (bytes > LIMIT) {
                throw new SetException(String.format(
                        Locale.ROOT,
                        "%s holds %,d MiB of arrays; the limit is %,d MiB",
                        file,
                        bytes >> 20,
                        LIMIT >> 20));
            }
        } catch (ZipException e) {
            throw new SetException(file + " is not a readable npz: " + e.getMessage(), e);
        }
    }

    private static Map<String, NpyArray> arrays(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return Npz.read(in);
        } catch (IllegalArgumentException e) {
            throw new SetException(file + ": " + e.getMessage(), e);
        }
    }

    private static List<SetImage> read(Path file, Split split, NpyArray pixels, @Nullable NpyArray labels) {
        List<Integer> shape = pixels.shape();
        boolean grey = shape.size() == 3;
        boolean rgb = shape.size() == 4 && shape.get(3) == 3;
        boolean deep = pixels.dtype().equals("<u2");
        if (!(deep && grey) && !(pixels.dtype().equals("|u1") && (grey || rgb))) {
            throw new SetException(file + ": " + split.wireName() + "_images is " + pixels.dtype() + " " + shape
                    + ", expected unsigned bytes (|u1) [n, height, width] or [n, height, width, 3], or unsigned values of"
                    + " 16 bits (<u2) [n, height, width]");
        }
        int n = shape.get(0);
        if (labels == null || labels.size() != n) {
            throw new SetException(file + ": " + Counted.of(n, split.wireName() + " image") + " but "
                    + (labels == null ? "no labels" : Counted.of(labels.size(), "label") + ", one each is expected"));
        }
        int height = shape.get(1);
        int width = shape.get(2);
        int channels = grey ? 1 : 3;
        int[] classes = labels.toInts();
        byte[] samples = deep ? pixels.unsignedShorts() : pixels.bytes();
        int bytes = Math.multiplyExact(width * height, channels * (deep ? 2 : 1));
        List<SetImage> images = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            int from = Math.multiplyExact(i, bytes);
            String path = String.format(Locale.ROOT, "%s/%05d.png", split.wireName(), i);
            String label = classes[i] < 0 ? null : Integer.toString(classes[i]);
            images.add(new SetImage(path, label, split, null, () -> {
                byte[] own = Arrays.copyOfRange(samples, from, from + bytes);
                return PngCodec.encode(
                        deep ? Pixels.ofShorts(width, height, shorts(own)) : new Pixels(width, height, channels, own));
            }));
        }
        return images;
    }

    private static short[] shorts(byte[] littleEndian) {
        short[] values = new short[littleEndian.length / 2];
        ByteBuffer.wrap(littleEndian)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer()
                .get(values);
        return values;
    }
}

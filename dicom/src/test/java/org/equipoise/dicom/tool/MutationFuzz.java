package org.equipoise.dicom.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import org.equipoise.dicom.Dicom;
import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Limits;
import org.equipoise.dicom.Reason;
import org.equipoise.dicom.Tag;
import org.equipoise.dicom.TransferSyntax;
import org.equipoise.dicom.pixel.PixelData;
import org.equipoise.dicom.pixel.PixelDecoder;
import org.equipoise.dicom.synthetic.Drawing;
import org.equipoise.dicom.synthetic.Jpeg2000Encoder;
import org.equipoise.dicom.synthetic.JpegEncoder;
import org.equipoise.dicom.synthetic.JpegLsEncoder;
import org.equipoise.dicom.synthetic.ObjectWriter;
import org.equipoise.dicom.synthetic.RleEncoder;

/**
 * Damages DICOM objects at random and sees that each ends in an image or a reason, in time and memory: drawn images in
 * every coding, and files that lie in a folder. The same seed damages the same.
 */
public final class MutationFuzz {

    /** What became of the damaged objects. */
    public static final class Tally {

        private int decoded;
        private final Map<Reason, Integer> refused = new EnumMap<>(Reason.class);
        private final List<String> failures = new ArrayList<>();
        private Duration slowest = Duration.ZERO;
        private String slowestFile = "";

        /** Those that ended in neither an image nor a reason, or not in time. */
        public List<String> failures() {
            return failures;
        }

        /** Those that were decoded in spite of the damage. */
        public int decoded() {
            return decoded;
        }

        /** How often each reason was given. */
        public Map<Reason, Integer> refused() {
            return refused;
        }
    }

    private final Limits limits;
    private final Duration most;

    /** Objects may take so long; a frame of JPEG 2000 is killed after less. */
    public MutationFuzz(Duration most, Duration codecTime) {
        this.most = most;
        this.limits = Limits.DEFAULT.withCodec(codecTime, 256);
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = new LinkedHashMap<>();
        for (String argument : arguments) {
            options.put(argument.replaceFirst("=.*", ""), argument.replaceFirst("[^=]*=", ""));
        }
        int files = Integer.parseInt(options.getOrDefault("files", "20000"));
        long seed = Long.parseLong(options.getOrDefault("seed", "1"));
        Duration most = Duration.ofSeconds(Long.parseLong(options.getOrDefault("seconds", "10")));
        Path folder = Path.of(options.getOrDefault("data", SharedFiles.folder().toString()));
        Map<String, byte[]> seeds = drawn();
        seeds.putAll(filesOf(folder));
        long start = System.nanoTime();
        Tally tally = new MutationFuzz(most, most.dividedBy(4)).run(seeds, files, seed);
        System.out.printf(
                "%d damaged objects of %d (seed %d, heap %d MiB) in %d s: %d decoded, %d refused, %d failed%n",
                files,
                seeds.size(),
                seed,
                Runtime.getRuntime().maxMemory() >> 20,
                Duration.ofNanos(System.nanoTime() - start).toSeconds(),
                tally.decoded,
                tally.refused.values().stream().mapToInt(Integer::intValue).sum(),
                tally.failures.size());
        System.out.printf("slowest %d ms: %s%n", tally.slowest.toMillis(), tally.slowestFile);
        tally.refused.forEach((reason, count) -> System.out.printf("%7d %s%n", count, reason));
        tally.failures.forEach(failure -> System.out.println("FAILED " + failure));
        System.exit(tally.failures.isEmpty() ? 0 : 1);
    }

    /** Damages objects in turn, as many times as there are files to make. */
    public Tally run(Map<String, byte[]> seeds, int files, long seed) {
        Tally tally = new Tally();
        List<String> names = List.copyOf(seeds.keySet());
        try (PixelDecoder decoder = new PixelDecoder(limits)) {
            for (int i = 0; i < files; i++) {
                String name = names.get(i % names.size());
                Random random = new Random(seed * 1_000_003L + i);
                byte[] damaged = damaged(seeds.getOrDefault(name, new byte[0]), random);
                attempt(name + " #" + i, damaged, decoder, tally);
            }
        }
        return tally;
    }

    private void attempt(String name, byte[] object, PixelDecoder decoder, Tally tally) {
        long start = System.nanoTime();
        try {
            PixelData pixels = decoder.open(Dicom.read(object, limits));
            // The first and the last frame: damage to many is seen in many files.
            for (int frame : new int[] {0, pixels.frames() - 1}) {
                pixels.frame(frame);
            }
            tally.decoded++;
        } catch (DicomException e) {
            tally.refused.merge(e.reason(), 1, Integer::sum);
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            tally.failures.add(name + ": " + e + " at " + e.getStackTrace()[0]);
        }
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        if (taken.compareTo(tally.slowest) > 0) {
            tally.slowest = taken;
            tally.slowestFile = name;
        }
        if (taken.compareTo(most) > 0) {
            tally.failures.add(name + ": took " + taken);
        }
    }

    /**
     * One to four changes: a bit, a byte, a word as lengths have, a stretch overwritten, doubled or lost, an end cut
     * off. Half of the damage goes to the pixels and changes no lengths, so that it comes as far as the codecs; a
     * quarter goes to the attributes, which are few bytes of most files.
     */
    static byte[] damaged(byte[] whole, Random random) {
        byte[] object = whole.clone();
        int changes = 1 + random.nextInt(4);
        int where = random.nextInt(4);
        for (int i = 0; i < changes && object.length > 16; i++) {
            int start = where < 2 ? Math.min(object.length / 2, 700) : 0;
            int end = where == 2 ? Math.min(object.length, 2_000) : object.length;
            int at = start + random.nextInt(end - start - 8);
            int length = 1 + random.nextInt(Math.min(64, object.length - at));
            switch (random.nextInt(where < 2 ? 6 : 9)) {
                case 0, 1 -> object[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> object[at] = (byte) random.nextInt(256);
                case 3 -> {
                    int[] words = {0, 1, -1, -2, Integer.MAX_VALUE, Integer.MIN_VALUE, 0xFFFF, random.nextInt()};
                    int word = words[random.nextInt(words.length)];
                    for (int b = 0; b < 4; b++) {
                        object[at + b] = (byte) (word >> (8 * b));
                    }
                }
                case 4 -> Arrays.fill(object, at, at + length, (byte) (random.nextBoolean() ? 0 : 0xFF));
                case 5 -> {
                    int from = random.nextInt(object.length - length + 1);
                    System.arraycopy(whole, Math.min(from, whole.length - length), object, at, length);
                }
                case 6 -> object = spliced(object, at, at + length, 0);
                case 7 -> object = spliced(object, at + length, at + length, length);
                default -> object = Arrays.copyOf(object, Math.max(17, random.nextInt(object.length)));
            }
        }
        return object;
    }

    /** Without the bytes from start to end, and with so many before the end twice. */
    private static byte[] spliced(byte[] object, int start, int end, int doubled) {
        byte[] result = new byte[object.length - (end - start) + doubled];
        System.arraycopy(object, 0, result, 0, start);
        System.arraycopy(object, end - doubled, result, start, object.length - end + doubled);
        return result;
    }

    /** Drawn images in every coding. */
    public static Map<String, byte[]> drawn() throws IOException {
        Map<String, byte[]> seeds = new LinkedHashMap<>();
        Drawing grey = Drawing.of(33, 21, 1, 12, 1);
        Drawing small = Drawing.of(33, 21, 1, 8, 1);
        Drawing colour = Drawing.of(34, 21, 3, 8, 1);
        for (TransferSyntax syntax : new TransferSyntax[] {
            TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
            TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
            TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN
        }) {
            ObjectWriter nested = new ObjectWriter(syntax).us(Tag.ROWS, 7);
            for (int i = 0; i < 6; i++) {
                nested =
                        new ObjectWriter(syntax).sequence(Tag.MODALITY_LUT_SEQUENCE, "SQ", i % 2 == 0, List.of(nested));
            }
            seeds.put(
                    "drawn " + syntax,
                    ObjectWriter.image(syntax, grey, 16, "MONOCHROME2")
                            .sequence(0x0008_1115, "SQ", true, List.of(nested, nested))
                            .pixels("OW", grey.bytes(16))
                            .toBytes());
        }
        seeds.put("drawn RGB", coloured(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, colour, "RGB"));
        seeds.put("drawn YBR", coloured(TransferSyntax.EXPLICIT_VR_BIG_ENDIAN, colour, "YBR_FULL"));
        put(seeds, TransferSyntax.RLE_LOSSLESS, colour, RleEncoder.encode(colour, 8));
        put(seeds, TransferSyntax.RLE_LOSSLESS, grey, RleEncoder.encode(grey, 16));
        put(seeds, TransferSyntax.JPEG_LOSSLESS, grey, JpegEncoder.lossless(grey, 4, true, 3));
        put(seeds, TransferSyntax.JPEG_LOSSLESS_FIRST_ORDER, colour, JpegEncoder.lossless(colour, 1, false, 0));
        put(seeds, TransferSyntax.JPEG_EXTENDED, grey, JpegEncoder.extended(grey));
        put(seeds, TransferSyntax.JPEG_BASELINE, small, JpegEncoder.extended(small));
        put(seeds, TransferSyntax.JPEG_LS_LOSSLESS, grey, JpegLsEncoder.encode(grey, 0, 0));
        put(seeds, TransferSyntax.JPEG_LS_NEAR_LOSSLESS, colour, JpegLsEncoder.encode(colour, 2, 2));
        put(seeds, TransferSyntax.JPEG_2000_LOSSLESS, small, Jpeg2000Encoder.codestream(small));
        return seeds;
    }

    private static byte[] coloured(TransferSyntax syntax, Drawing drawing, String photometric) {
        return ObjectWriter.image(syntax, drawing, 8, photometric)
                .pixels("OB", drawing.bytes(8))
                .toBytes();
    }

    private static void put(Map<String, byte[]> seeds, TransferSyntax syntax, Drawing drawing, byte[] code) {
        boolean colour = drawing.samples() == 3;
        ObjectWriter writer = ObjectWriter.image(
                        syntax, drawing, drawing.bits() > 8 ? 16 : 8, colour ? "RGB" : "MONOCHROME2")
                .text(Tag.NUMBER_OF_FRAMES, "IS", "2")
                .fragments(new byte[0], List.of(code, code));
        seeds.put("drawn " + syntax + (colour ? " colour" : " grey"), writer.toBytes());
    }

    private static Map<String, byte[]> filesOf(Path folder) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        if (!Files.isDirectory(folder)) {
            System.out.println("drawn images only: no files in " + folder);
            return files;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.filter(file -> file.toString().endsWith(".dcm")).sorted().forEach(file -> {
                try {
                    files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return files;
    }
}

package org.equipoise.local.sets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.labels.Split;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ImageSetsTest {

    private static final byte[] PNG = PngCodec.encode(new Pixels(2, 2, 1, new byte[] {0, 50, 100, (byte) 255}));

    @TempDir
    private Path folder = Path.of("");

    /** A class's name is shown, and may be that of a folder. */
    @Test
    void aClassWhoseNameWouldSteerATerminalIsRefused() throws IOException {
        for (String name : List.of("flat", "st\u001b[2Jeep")) {
            Files.write(
                    Files.createDirectories(folder.resolve("set").resolve(name)).resolve("0.png"), PNG);
        }

        assertThatThrownBy(() -> ImageSets.open(folder.resolve("set")))
                .isInstanceOf(SetException.class)
                .hasMessageEndingWith("a class with the control character U+001B in its name, after \"st\"");
    }

    @Test
    void aMedMnistFileGivesEverySplitWithDigitsAsClassNames() throws IOException {
        Path file = folder.resolve("tiny.npz");
        byte[] pixels = {0, 1, 2, 3, 4, 5, 6, 7};
        Files.write(
                file,
                Npz.write(Map.of(
                        "train_images", NpyArray.ofBytes(pixels, 2, 2, 2),
                        "train_labels", NpyArray.ofBytes(new byte[] {2, 0}, 2, 1),
                        "test_images", NpyArray.ofBytes(new byte[] {9, 8, 7, 6}, 1, 2, 2),
                        "test_labels", NpyArray.ofBytes(new byte[] {1}, 1, 1))));

        try (ImageSet set = ImageSets.open(file)) {
            assertThat(set.classes()).containsExactly("0", "1", "2");
            assertThat(set.images())
                    .extracting(SetImage::path, SetImage::label, SetImage::split)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("train/00000.png", "2", Split.TRAIN),
                            org.assertj.core.groups.Tuple.tuple("train/00001.png", "0", Split.TRAIN),
                            org.assertj.core.groups.Tuple.tuple("test/00000.png", "1", Split.TEST));
            assertThat(PngCodec.decode(set.images().get(1).read()))
                    .isEqualTo(new Pixels(2, 2, 1, new byte[] {4, 5, 6, 7}));
        }
    }

    @Test
    void aColourMedMnistFileKeepsItsColours() throws IOException {
        Path file = folder.resolve("colour.npz");
        byte[] pixels = {10, 20, 30, 40, 50, 60};
        Files.write(
                file,
                Npz.write(Map.of(
                        "val_images", NpyArray.ofBytes(pixels, 1, 1, 2, 3),
                        "val_labels", NpyArray.ofBytes(new byte[] {1}, 1, 1))));

        try (ImageSet set = ImageSets.open(file)) {
            assertThat(PngCodec.decode(set.images().get(0).read())).isEqualTo(new Pixels(2, 1, 3, pixels));
            assertThat(set.images().get(0).split()).isEqualTo(Split.VALIDATION);
        }
    }

    @Test
    void aMedMnistFileOfSixteenBitsKeepsThem() throws IOException {
        Path file = folder.resolve("deep.npz");
        byte[] littleEndian = {1, 2, -1, -1, 0, 16, 3, 0};
        Files.write(
                file,
                Npz.write(Map.of(
                        "train_images", NpyArray.ofUnsignedShorts(littleEndian, 2, 1, 2),
                        "train_labels", NpyArray.ofBytes(new byte[] {1, 0}, 2, 1))));

        try (ImageSet set = ImageSets.open(file)) {
            assertThat(PngCodec.decode(set.images().get(0).read()))
                    .isEqualTo(Pixels.ofShorts(2, 1, new short[] {513, -1}));
            assertThat(PngCodec.decode(set.images().get(1).read()))
                    .isEqualTo(Pixels.ofShorts(2, 1, new short[] {4096, 3}));
        }
    }

    @Test
    void aMedMnistFileOfOtherNumbersIsRefusedByTheirName() throws IOException {
        Path file = folder.resolve("other.npz");
        NpyArray labels = NpyArray.ofBytes(new byte[] {1}, 1, 1);
        Files.write(
                file,
                Npz.write(Map.of(
                        "train_images", NpyArray.ofUnsignedShorts(new byte[12], 1, 1, 2, 3), "train_labels", labels)));
        assertThatThrownBy(() -> ImageSets.open(file))
                .isInstanceOf(SetException.class)
                .hasMessageContaining("train_images is <u2 [1, 1, 2, 3], expected");

        byte[] npz = Npz.write(
                Map.of("train_images", NpyArray.ofUnsignedShorts(new byte[4], 1, 1, 2), "train_labels", labels));
        Files.write(file, bigEndian(npz));
        assertThatThrownBy(() -> ImageSets.open(file))
                .isInstanceOf(SetException.class)
                .hasMessageContaining("unsupported NumPy type >u2: it is big-endian, save it as <u2");
    }

    /** The same file with another byte order in its header, as a stored zip allows; its checksum follows. */
    private static byte[] bigEndian(byte[] npz) throws IOException {
        var out = new java.io.ByteArrayOutputStream();
        try (var in = new java.util.zip.ZipInputStream(new java.io.ByteArrayInputStream(npz));
                var zip = new java.util.zip.ZipOutputStream(out)) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                zip.putNextEntry(new java.util.zip.ZipEntry(entry.getName()));
                String array = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
                zip.write(array.replace("<u2", ">u2").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }

    @Test
    void aNegativeLabelOfAMedMnistFileIsNoneAndSaid() throws IOException {
        Path file = folder.resolve("unknown.npz");
        Files.write(
                file,
                Npz.write(Map.of(
                        "train_images", NpyArray.ofBytes(new byte[8], 2, 2, 2),
                        "train_labels", NpyArray.ofInts(new int[] {1, -1}, 2, 1))));

        try (ImageSet set = ImageSets.open(file)) {
            assertThat(set.images()).extracting(SetImage::label).containsExactly("1", null);
            assertThat(set.notes()).containsExactly("1 image has a negative label: none");
        }
    }

    @Test
    void severalLabelsPerImageAreRefusedWithBothCounts() throws IOException {
        Path file = folder.resolve("chest.npz");
        Files.write(
                file,
                Npz.write(Map.of(
                        "train_images", NpyArray.ofBytes(new byte[8], 2, 2, 2),
                        "train_labels", NpyArray.ofBytes(new byte[6], 2, 3))));

        assertThatThrownBy(() -> ImageSets.open(file))
                .isInstanceOf(SetException.class)
                .hasMessageContaining("2 train images but 6 labels");
    }

    @Test
    void aManifestSaysLabelSplitAndPatientAndItsOrderCounts() throws IOException {
        write("b.png", PNG);
        write("sub/a.png", PNG);
        write("manifest.csv", text("path,label,split,group,extra\nsub/a.png,\"x, y\",val,p1,7\nb.png,z,,,\n"));

        try (ImageSet set = ImageSets.open(folder)) {
            assertThat(set.classes()).containsExactly("x, y", "z");
            SetImage first = set.images().get(0);
            assertThat(first.path()).isEqualTo("sub/a.png");
            assertThat(first.label()).isEqualTo("x, y");
            assertThat(first.split()).isEqualTo(Split.VALIDATION);
            assertThat(first.patient()).isEqualTo("p1");
            assertThat(first.read()).isEqualTo(PNG);
            assertThat(set.images().get(1).split()).isNull();
            assertThat(set.images().get(1).patient()).isNull();
        }
    }

    @Test
    void imagesZipBesideTheManifestHoldsTheImages() throws IOException {
        zip(folder.resolve("images.zip"), "n/1.png");
        write("manifest.csv", text("path,label\nn/1.png,n\n"));

        try (ImageSet set = ImageSets.open(folder)) {
            assertThat(set.images().get(0).read()).isEqualTo(PNG);
        }
    }

    @Test
    void classFoldersGiveLabelsAndTheFoldersAboveTheSplits() throws IOException {
        write("train/cat/1.png", PNG);
        write("train/dog/2.jpg", PNG);
        write("test/cat/3.png", PNG);
        write("README.txt", text("about these images"));

        try (ImageSet set = ImageSets.open(folder)) {
            assertThat(set.classes()).containsExactly("cat", "dog");
            assertThat(set.images())
                    .extracting(SetImage::path)
                    .containsExactly("test/cat/3.png", "train/cat/1.png", "train/dog/2.jpg");
            assertThat(set.images()).extracting(SetImage::split).containsExactly(Split.TEST, Split.TRAIN, Split.TRAIN);
        }
    }

    @Test
    void aZipWithOneFolderAroundEverythingIsReadAsIfItWereNotThere() throws IOException {
        Path file = folder.resolve("set.zip");
        zip(file, "export/cat/1.png", "export/dog/2.png", "__MACOSX/export/._1.png");

        try (ImageSet set = ImageSets.open(file)) {
            assertThat(set.classes()).containsExactly("cat", "dog");
            assertThat(set.images().get(0).read()).isEqualTo(PNG);
        }
    }

    @Test
    void looseImagesHaveNoLabel() throws IOException {
        write("1.png", PNG);

        try (ImageSet set = ImageSets.open(folder)) {
            assertThat(set.classes()).isEmpty();
            assertThat(set.images()).extracting(SetImage::label).containsOnlyNulls();
        }
    }

    @Test
    void aZipEntryThatLeadsOutOfTheZipIsRefused() throws IOException {
        Path file = folder.resolve("evil.zip");
        zip(file, "../../etc/1.png");

        assertThatThrownBy(() -> ImageSets.open(file))
                .isInstanceOf(SetException.class)
                .hasMessageContaining("../../etc/1.png");
    }

    @Test
    void aZipEntryThatUnpacksToTooMuchIsRefusedWhenItIsRead() throws IOException {
        Path file = folder.resolve("bomb.zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("a/1.png"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 65; i++) {
                zip.write(zeros);
            }
        }

        try (ImageSet set = ImageSets.open(file)) {
            SetImage image = set.images().get(0);

            assertThatThrownBy(image::read).isInstanceOf(SetException.class).hasMessageContaining("more than 64 MiB");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "label,split|has no column \"path\"",
                "path,split|has no column \"label\"",
                "path,label,split;a.png,x,fold_1|line 2: unknown split \"fold_1\"",
                "path,label;a.png,x;a.png,y|line 3 names a.png again",
                "path,label;missing.png,x|line 2 names missing.png, which does not exist",
                "path,label;../a.png,x|which does not exist",
                "path,label|has no PNG or JPEG image"
            })
    void aBadManifestIsRefusedWithItsLine(String lines, String message) throws IOException {
        write("a.png", PNG);
        write("manifest.csv", text(lines.replace(';', '\n')));

        assertThatThrownBy(() -> ImageSets.open(folder))
                .isInstanceOf(SetException.class)
                .hasMessageContaining(message);
    }

    @Test
    void whatIsNoSetIsRefusedWithWhatItIs() throws IOException {
        write("x.pdf", text("%PDF-1.4"));
        write("x.npz", text("no zip"));
        write("x.zip", text("no zip"));

        assertThatThrownBy(() -> ImageSets.open(folder.resolve("x.pdf"))).hasMessageContaining("is PDF");
        assertThatThrownBy(() -> ImageSets.open(folder.resolve("x.npz"))).hasMessageContaining("not a readable npz");
        assertThatThrownBy(() -> ImageSets.open(folder.resolve("x.zip"))).hasMessageContaining("not a readable zip");
        assertThatThrownBy(() -> ImageSets.open(folder.resolve("nothing"))).hasMessageContaining("there is no file");
    }

    private void write(String path, byte[] bytes) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.resolveSibling(""));
        Files.write(file, bytes);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void zip(Path file, String... entries) throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String entry : List.of(entries)) {
                zip.putNextEntry(new ZipEntry(entry));
                zip.write(PNG);
            }
        }
    }
}

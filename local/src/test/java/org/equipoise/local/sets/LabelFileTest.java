package org.equipoise.local.sets;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

import org.equipoise.common.labels.Split;
import org.equipoise.local.sets.ReadingOptions.Columns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Label files in the shapes that people have. */
class LabelFileTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void whatExcelWritesIsReadWhateverItsSeparatorEncodingAndSlashes() throws IOException {
        set().images("pics/0.png", "pics/1.png");
        for (Charset charset :
                new Charset[] {StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE}) {
            for (String separator : new String[] {",", ";", "\t"}) {
                for (String slash : new String[] {"/", "\\"}) {
                    String rows = "\ufeffPath|Label\r\npics~0.png|gesund\r\npics~1.png|krank\r\n";
                    set().text("manifest.csv", rows.replace("|", separator).replace("~", slash), charset);

                    try (ImageSet set = set().open()) {
                        assertThat(SetFolder.labels(set))
                                .containsEntry("pics/0.png", "gesund")
                                .containsEntry("pics/1.png", "krank")
                                .hasSize(2);
                    }
                }
            }
        }
    }

    @Test
    void whatWasUnderstoodIsSaid() throws IOException {
        set().images("pics/0.png", "pics/1.png")
                .text(
                        "manifest.csv",
                        "\ufeffpath;label\r\npics\\0.png;a\r\npics\\1.png;b\r\n",
                        StandardCharsets.UTF_16LE);

        try (ImageSet set = set().open()) {
            assertThat(String.join("\n", set.notes()))
                    .contains("read as UTF-16LE", "separated by semicolons", "2 images are named with backslashes");
        }
    }

    @Test
    void labelsThatDifferOnlyInBytesThatAreNotUtf8AreRefusedAndNeverOneClass() throws IOException {
        Charset windows = Charset.forName("windows-1252");
        set().images("0.png", "1.png").text("manifest.csv", "path,label\n0.png,F\u00e4ll\n1.png,F\u00f6ll\n", windows);

        assertThatThrownBy(() -> set().open())
                .isInstanceOf(SetException.class)
                .hasMessageContaining("manifest.csv line 2: byte 0xe4 is not UTF-8");
        try (ImageSet set = set().open(ReadingOptions.DEFAULTS.with(windows))) {
            assertThat(set.classes()).containsExactly("F\u00e4ll", "F\u00f6ll");
        }
    }

    @Test
    void anIdWithoutExtensionFindsItsFileAndSeveralFilesAreAnError() throws IOException {
        set().images("part_1/ISIC_1.jpg", "part_2/ISIC_2.jpg")
                .text("manifest.csv", "path,label\nISIC_1,nv\nISIC_2,mel\n");
        try (ImageSet set = set().open()) {
            assertThat(SetFolder.labels(set))
                    .containsEntry("part_1/ISIC_1.jpg", "nv")
                    .containsEntry("part_2/ISIC_2.jpg", "mel");
            assertThat(set.notes()).anyMatch(note -> note.contains("2 images are named by an id without extension"));
        }

        set().images("part_2/ISIC_1.png");
        assertThatThrownBy(() -> set().open())
                .hasMessageContaining("line 2")
                .hasMessageContaining("part_1/ISIC_1.jpg or part_2/ISIC_1.png");
    }

    @Test
    void aPathOfAnotherDiskIsFoundBelowTheSet() throws IOException {
        set().images("train/a.png", "train/b.png")
                .text("manifest.csv", "path,label\nC:\\Users\\me\\train\\a.png,x\n/data/cxr/train/B.PNG,y\n");

        try (ImageSet set = set().open()) {
            assertThat(SetFolder.labels(set)).containsEntry("train/a.png", "x").containsEntry("train/b.png", "y");
        }
    }

    @Test
    void everyRowWithoutItsFileIsCounted() throws IOException {
        set().images("a.png").text("manifest.csv", "path,label\na.png,x\nb.png,y\nc.png,y\n");

        assertThatThrownBy(() -> set().open())
                .hasMessageContaining("manifest.csv line 3 names b.png")
                .hasMessageContaining("which does not exist; 2 of 3 rows");
    }

    @Test
    void theLabelFileBesidePartsOfAnArchiveIsRecognisedByItsColumns() throws IOException {
        set().images("images_part_1/I1.jpg", "images_part_1/I2.jpg", "images_part_2/I3.jpg")
                .text(
                        "metadata.csv",
                        "lesion_id,image_id,dx,dx_type,age\nL1,I1,nv,histo,80\nL1,I2,nv,histo,80\nL2,I3,mel,,\n");

        try (ImageSet set = set().open()) {
            assertThat(set.classes()).containsExactly("mel", "nv");
            assertThat(set.images()).extracting(SetImage::patient).containsExactly("L1", "L1", "L2");
            assertThat(set.images()).extracting(SetImage::split).containsOnlyNulls();
            assertThat(String.join("\n", set.notes()))
                    .contains(
                            "column image_id has the images",
                            "column dx has the labels",
                            "the labels come from metadata.csv");
        }
    }

    @Test
    void imagesThatTheLabelFileDoesNotListAreNotSentAndSaid() throws IOException {
        set().images("train_images/a.png", "train_images/b.png", "test_images/c.png")
                .text("train.csv", "id_code,diagnosis\na,0\nb,1\n")
                .text("test.csv", "id_code\nc\n");

        try (ImageSet set = set().open()) {
            assertThat(SetFolder.labels(set)).containsOnlyKeys("train_images/a.png", "train_images/b.png");
            assertThat(set.notes()).anyMatch(note -> note.contains("1 image is not in train.csv"));
        }
    }

    @Test
    void aTableOfSomeImagesBesideClassFoldersIsAskedAbout() throws IOException {
        set().images("train/x/1.png", "train/y/2.png", "test/3.png").text("test.csv", "image,label\n3.png,x\n");

        assertThatThrownBy(() -> set().open())
                .hasMessageContaining("test.csv lists 1 of 3 images")
                .hasMessageContaining("--labels-file test.csv");
    }

    @Test
    void severalFilesThatMaySayTheLabelsAreAskedAbout() throws IOException {
        set().images("a.png", "b.png")
                .text("reader1.csv", "path,label\na.png,x\nb.png,y\n")
                .text("reader2.csv", "path,label\na.png,y\nb.png,y\n");

        assertThatThrownBy(() -> set().open()).hasMessageContaining("[reader1.csv, reader2.csv]");
        try (ImageSet set = set().open(ReadingOptions.DEFAULTS.withLabelFile(folder.resolve("reader1.csv")))) {
            assertThat(set.classes()).containsExactly("x", "y");
        }
    }

    @Test
    void partsOfAnArchiveWithoutALabelFileAreNoClasses() throws IOException {
        set().images("images_001/a.png", "images_002/b.png").text("remarks.csv", "who,what\nme,nothing\n");

        assertThatThrownBy(() -> set().open())
                .hasMessageContaining("\"images_001\", \"images_002\" are parts of an archive")
                .hasMessageContaining("--labels-file");
    }

    @Test
    void columnsWithOtherNamesAreNamedByThePerson() throws IOException {
        set().images("a.png", "b.png")
                .text("reading.csv", "bild;befund;pid;teil\na.png;ja;7;test\nb.png;nein;NaN;train\n");
        var options = ReadingOptions.DEFAULTS
                .withLabelFile(folder.resolve("reading.csv"))
                .with(new Columns("bild", "Befund", "pid", "teil"));

        try (ImageSet set = set().open(options)) {
            assertThat(set.classes()).containsExactly("ja", "nein");
            assertThat(set.images()).extracting(SetImage::patient).containsExactly("7", null);
            assertThat(set.images()).extracting(SetImage::split).containsExactly(Split.TEST, Split.TRAIN);
        }
        assertThatThrownBy(() -> set().open(options.with(new Columns("bild", "diagnose", null, null))))
                .hasMessageContaining("--label-column diagnose")
                .hasMessageContaining("befund");
        assertThatThrownBy(() -> set().open(options.with(new Columns("bild", "befund", null, "fold"))))
                .hasMessageContaining("--split-column fold");
    }

    /** Whatever it is called: a ZIP as Excel writes now, and a compound file as it did. */
    @ParameterizedTest
    @CsvSource({"labels.csv,504b030414000600", "labels.xlsx,504b0304", "labels.xls,d0cf11e0a1b11ae1"})
    void aWorkbookIsSaidToBeNoCsv(String name, String begin) throws IOException {
        set().images("a.png");
        Path file = Files.write(folder.resolve(name), HexFormat.of().parseHex(begin));

        assertThatThrownBy(() -> set().open(ReadingOptions.DEFAULTS.withLabelFile(file)))
                .isInstanceOf(SetException.class)
                .hasMessage(name + " is a workbook of Excel or the like, no CSV: save the sheet as CSV UTF-8, and name"
                        + " that file");
    }

    @Test
    void aWorkbookBesideTheImagesIsSaid() throws IOException {
        set().images("x/a.png", "y/b.png");
        Files.write(folder.resolve("Labels.XLSX"), new byte[] {'P', 'K', 3, 4});

        try (ImageSet set = set().open()) {
            assertThat(set.notes()).anyMatch(note -> note.contains("Labels.XLSX is a workbook"));
        }
    }

    @Test
    void aWorkbookAsTheSetIsSaid() throws IOException {
        Path file = Files.write(folder.resolve("labels.xlsx"), new byte[] {'P', 'K', 3, 4});

        assertThatThrownBy(() -> ImageSets.open(file)).hasMessageContaining("labels.xlsx is a workbook");
    }

    /** As ISIC's challenges publish them, with a column for each of the classes. */
    @Test
    void isicsGroundTruthIsRead() throws IOException {
        set().images("ISIC_0024306.jpg", "ISIC_0024307.jpg")
                .text(
                        "GroundTruth.csv",
                        "image,MEL,NV,BCC,AKIEC,BKL,DF,VASC\nISIC_0024306,0.0,1.0,0.0,0.0,0.0,0.0,0.0\n"
                                + "ISIC_0024307,1.0,0.0,0.0,0.0,0.0,0.0,0.0\n");

        try (ImageSet set = set().open()) {
            assertThat(set.images()).extracting(SetImage::label).containsExactly("NV", "MEL");
        }
    }

    @Test
    void aColumnThatMayBeMeantByTwoNamesIsAskedAbout() throws IOException {
        set().images("a.png").text("manifest.csv", "path,diagnosis,target\na.png,melanoma,1\n");

        assertThatThrownBy(() -> set().open())
                .hasMessageContaining("[diagnosis, target]")
                .hasMessageContaining("--label-column");
    }

    @Test
    void oneColumnForEachClassIsReadAndTwoOnesAreSeveralLabels() throws IOException {
        StringBuilder rows = new StringBuilder("image,MEL,NV,BKL\n");
        for (int i = 0; i < 20; i++) {
            set().images("I" + i + ".jpg");
            rows.append("I").append(i).append(i % 2 == 0 ? ",1.0,0.0,0.0\n" : ",0.0,1.0,0.0\n");
        }
        set().text("manifest.csv", rows.toString());
        try (ImageSet set = set().open()) {
            assertThat(set.classes()).containsExactly("MEL", "NV");
            assertThat(set.notes()).anyMatch(note -> note.contains("one of MEL, NV, BKL is the label"));
        }

        set().images("I20.jpg").text("manifest.csv", rows + "I20,1.0,1.0,0.0\n");
        assertThatThrownBy(() -> set().open()).hasMessageContaining("\"MEL|NV\" (manifest.csv line 22)");
    }

    @Test
    void imagesThatLieUnderTestAreNeverTrainedOn() throws IOException {
        set().images("train/a.png", "test/b.png", "test/c.png")
                .text("manifest.csv", "path,label\ntrain/a.png,x\ntest/b.png,y\ntest/c.png,x\n");

        try (ImageSet set = set().open()) {
            assertThat(set.images()).extracting(SetImage::split).containsExactly(Split.TRAIN, Split.TEST, Split.TEST);
            assertThat(set.notes()).anyMatch(note -> note.contains("those of the folders are taken"));
        }
    }

    @Test
    void aSplitThatTheFileSaysWinsOverTheFolder() throws IOException {
        set().images("train/a.png", "test/b.png")
                .text("manifest.csv", "path,label,split\ntrain/a.png,x,dev\ntest/b.png,y,hold-out\n");

        try (ImageSet set = set().open()) {
            assertThat(set.images()).extracting(SetImage::split).containsExactly(Split.VALIDATION, Split.TEST);
        }
    }

    @Test
    void aLabelFileCanItselfBeTheSet() throws IOException {
        Path file = set().images("a.png", "b.png")
                .text("labels.csv", "file,class\na.png,x\nb.png,y\n")
                .root()
                .resolve("labels.csv");

        try (ImageSet set = ImageSets.open(file)) {
            assertThat(set.classes()).containsExactly("x", "y");
        }
        Files.delete(file);
        assertThatThrownBy(() -> ImageSets.open(file)).hasMessageContaining("there is no file");
    }

    private SetFolder set() {
        return new SetFolder(folder);
    }
}

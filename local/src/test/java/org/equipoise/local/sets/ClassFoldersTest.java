package org.equipoise.local.sets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.equipoise.common.labels.Split;
import org.equipoise.local.sets.ReadingOptions.Masks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

/** Trees of folders in the shapes that people have. */
class ClassFoldersTest {

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({"train, val, test", "Training, Validation, Testing", "TRAIN, DEV, HOLDOUT", "train, valid, hold-out"})
    void theNamesOfSplitsInUseAreKnown(String train, String validation, String test) throws IOException {
        for (String split : List.of(train, validation, test)) {
            set().images(split + "/ill/1.png", split + "/well/1.png");
        }

        try (ImageSet set = set().open()) {
            assertThat(set.classes()).containsExactly("ill", "well");
            assertThat(set.images())
                    .allMatch(image -> image.split() == Split.parse(image.path().split("/")[0]))
                    .extracting(SetImage::split)
                    .contains(Split.TRAIN, Split.VALIDATION, Split.TEST);
        }
    }

    @Test
    void aFolderBesideTheSplitsThatIsNoneIsAskedAbout() throws IOException {
        set().images("train/ill/1.png", "train/well/1.png", "Testset-B/ill/1.png");

        assertThatThrownBy(() -> set().open())
                .isInstanceOf(SetException.class)
                .hasMessageContaining("train/ill/1.png lies in a folder with a split's name")
                .hasMessageContaining("Testset-B/ill/1.png does not");
    }

    @Test
    void aClassThatIsCalledTestIsAskedAbout() throws IOException {
        set().images("test/1.png", "control/1.png");

        assertThatThrownBy(() -> set().open()).hasMessageContaining("If that is a class, give it another name");
    }

    @Test
    void splitsBelowTheClassesAreSplits() throws IOException {
        set().images("ill/train/1.png", "ill/test/2.png", "well/train/3.png", "well/test/4.png");

        try (ImageSet set = set().open()) {
            assertThat(set.classes()).containsExactly("ill", "well");
            assertThat(set.images())
                    .extracting(SetImage::split)
                    .containsExactly(Split.TEST, Split.TRAIN, Split.TEST, Split.TRAIN);
        }
    }

    @Test
    void splitsBetweenTwoLevelsAreAskedAbout() throws IOException {
        set().images("siteA/train/ill/1.png", "siteB/test/well/2.png");

        assertThatThrownBy(() -> set().open())
                .hasMessageContaining("is the class")
                .hasMessageContaining("siteA");
    }

    @Test
    void everythingUnderTrainIsNoSplit() throws IOException {
        set().images("train/ill/1.png", "train/well/1.png");

        try (ImageSet set = set().open()) {
            assertThat(set.images()).extracting(SetImage::split).containsOnlyNulls();
            assertThat(set.notes()).anyMatch(note -> note.contains("everything lies under train"));
        }
    }

    @ParameterizedTest
    @CsvSource({"fold_", "Fold", "fold-", "cv", "kfold_"})
    void foldsAreNeitherClassesNorSplits(String name) throws IOException {
        set().images(name + "1/ill/1.png", name + "2/well/1.png");

        assertThatThrownBy(() -> set().open())
                .hasMessageContaining("\"" + name + "1\", \"" + name + "2\" are folds of a cross-validation");
    }

    @Test
    void whereNobodyNeedsLabelsFoldersThatAreNoClassesAreReadWithoutAndSaid() throws IOException {
        set().images("batch_1/1.png", "batch_2/2.png");

        assertThatThrownBy(() -> set().open()).hasMessageContaining("parts of an archive");
        try (ImageSet set = set().open(ReadingOptions.DEFAULTS.withLabelsOptional())) {
            assertThat(SetFolder.labels(set))
                    .containsEntry("batch_1/1.png", "null")
                    .hasSize(2);
            assertThat(set.notes()).singleElement().asString().startsWith("read without labels: ");
        }
    }

    @Test
    void masksAreAskedAbout() throws IOException {
        set().images("ill/a (1).png", "ill/a (1)_mask.png", "ill/a (1)_mask_1.png", "well/b.png", "well/unmask.png");

        assertThatThrownBy(() -> set().open())
                .hasMessageContaining("2 of 5 images seem to be masks of others")
                .hasMessageContaining("--masks skip");
        try (ImageSet set = set().open(ReadingOptions.DEFAULTS.with(Masks.SKIP))) {
            assertThat(SetFolder.labels(set)).containsOnlyKeys("ill/a (1).png", "well/b.png", "well/unmask.png");
            assertThat(set.notes()).anyMatch(note -> note.contains("they are left out"));
        }
        try (ImageSet set = set().open(ReadingOptions.DEFAULTS.with(Masks.KEEP))) {
            assertThat(set.images()).hasSize(5);
        }
    }

    @Test
    void aFolderOfMasksBesideTheImagesIsAskedAboutAndImagesMeansNothing() throws IOException {
        set().images("ill/images/a.png", "ill/masks/a.png", "well/images/b.png", "well/masks/b.png");

        assertThatThrownBy(() -> set().open()).hasMessageContaining("2 of 4 images seem to be masks");
        try (ImageSet set = set().open(ReadingOptions.DEFAULTS.with(Masks.SKIP))) {
            assertThat(SetFolder.labels(set)).containsEntry("ill/images/a.png", "ill");
            assertThat(set.images()).extracting(SetImage::patient).containsOnlyNulls();
        }
    }

    @Test
    void aFolderBelowTheClassIsThePatient() throws IOException {
        set().images("ill/P1/1.png", "ill/P1/2.png", "ill/P2/1.png", "well/P3/1.png");

        try (ImageSet set = set().open()) {
            assertThat(set.classes()).containsExactly("ill", "well");
            assertThat(set.images()).extracting(SetImage::patient).containsExactly("P1", "P1", "P2", "P3");
            assertThat(set.notes()).anyMatch(note -> note.contains("patients, 3 of them"));
        }
        try (ImageSet set = set().open(ReadingOptions.DEFAULTS.withPatientLevel(0))) {
            assertThat(set.images()).extracting(SetImage::patient).containsOnlyNulls();
        }
    }

    @Test
    void severalLevelsBelowTheClassAreAskedAbout() throws IOException {
        set().images("ill/P1/series1/1.png", "ill/P2/series1/1.png", "well/P3/series2/1.png");

        assertThatThrownBy(() -> set().open()).hasMessageContaining("which of them is the patient?");
        try (ImageSet set = set().open(ReadingOptions.DEFAULTS.withPatientLevel(1))) {
            assertThat(set.images()).extracting(SetImage::patient).containsExactly("P1", "P2", "P3");
        }
    }

    @Test
    void someImagesBelowTheClassAndSomeInItAreAskedAbout() throws IOException {
        set().images("ill/1.png", "ill/odd/2.png", "well/3.png");

        assertThatThrownBy(() -> set().open())
                .hasMessageContaining("(ill/1.png)")
                .hasMessageContaining("(ill/odd/2.png)");
    }

    @Test
    void theSameFoldersInEveryClassMayBeTheClasses() throws IOException {
        set().images("hospitalA/ill/1.png", "hospitalA/well/2.png", "hospitalB/ill/3.png", "hospitalB/well/4.png");

        assertThatThrownBy(() -> set().open())
                .hasMessageContaining("\"ill\", \"well\" lie in each of \"hospitalA\", \"hospitalB\"");
    }

    @Test
    void aSecondCopyInsideIsLeftOutAndSaid() throws IOException {
        byte[] first = SetFolder.png(1);
        byte[] second = SetFolder.png(2);
        for (String root : List.of("", "xray/")) {
            set().file(root + "train/ill/1.png", first)
                    .file(root + "train/well/1.png", second)
                    .file(root + "test/ill/2.png", SetFolder.png(3));
        }
        set().file("__MACOSX/xray/train/ill/._1.png", new byte[] {1})
                .file("xray/__MACOSX/x/1.png", new byte[] {1})
                .file("train/.DS_Store", new byte[] {1})
                .file("train/ill/Thumbs.db", new byte[] {1});

        try (ImageSet set = set().open()) {
            assertThat(set.classes()).containsExactly("ill", "well");
            assertThat(SetFolder.labels(set)).containsOnlyKeys("test/ill/2.png", "train/ill/1.png", "train/well/1.png");
            assertThat(set.notes()).anyMatch(note -> note.contains("xray/ is a second copy"));
            assertThat(set.refused()).isEmpty();
        }
    }

    @Test
    void aCopyThatIsNotTheSameIsRefusedWithBothPaths() throws IOException {
        set().images("train/ill/1.png", "train/well/1.png", "old/train/ill/1.png", "old/train/well/1.png");

        assertThatThrownBy(() -> set().open())
                .hasMessageContaining("old/ holds 2 of the files")
                .hasMessageContaining("old/train/ill/1.png and train/ill/1.png");
    }

    @Test
    void classesThatNumberTheirImagesAlikeAreNoCopies() throws IOException {
        set().folder("ill", 3).folder("well", 3);

        try (ImageSet set = set().open()) {
            assertThat(set.images()).hasSize(6);
        }
    }

    @Test
    void twinsOfOneNameAreOneClass() throws IOException {
        Path zip = SetFolder.zip(
                folder.resolve("set.zip"),
                "train/gema\u0308\u00df/1.png",
                "val/gem\u00e4\u00df/2.png",
                "train/NORMAL/3.png",
                "val/Normal/4.png",
                "train/NORMAL/5.png");

        try (ImageSet set = ImageSets.open(zip)) {
            assertThat(set.classes()).containsExactly("NORMAL", "gem\u00e4\u00df");
            assertThat(set.notes()).hasSize(2).allMatch(note -> note.contains("one class"));
        }
    }

    @Test
    void oneStrayFileOfAnyKindIsRefusedAndTheRestIsRead() throws IOException {
        byte[] dicom = new byte[140];
        System.arraycopy(new byte[] {'D', 'I', 'C', 'M'}, 0, dicom, 128, 4);
        set().images("ill/1.png", "well/2.png")
                .text("ill/3.gif", "GIF89a")
                .text("ill/4.bmp", "BM......")
                .file("ill/5.tif", new byte[] {'I', 'I', 42, 0})
                .text("ill/6.webp", "RIFF....WEBP")
                .file("ill/7.dcm", dicom)
                .text("ill/notes.txt", "about these images");

        try (ImageSet set = set().open()) {
            assertThat(SetFolder.labels(set)).containsOnlyKeys("ill/1.png", "well/2.png");
            assertThat(set.refused())
                    .extracting(RefusedFile::path)
                    .containsExactly("ill/3.gif", "ill/4.bmp", "ill/5.tif", "ill/6.webp", "ill/7.dcm");
            assertThat(set.refused().get(2).detail()).isEqualTo("is TIFF; only PNG and JPEG are read");
        }
    }

    @Test
    void aSetWithoutAnImageSaysWhatItHolds() throws IOException {
        set().file("ill/5.tif", new byte[] {'I', 'I', 42, 0}).text("a.txt", "x");

        assertThatThrownBy(() -> set().open())
                .hasMessageContaining("has no PNG or JPEG image, only .tif: 1, .txt: 1")
                .hasMessageContaining("ill/5.tif is TIFF");
    }

    @Test
    void aZipWithBackslashesInItsNamesIsRead() throws IOException {
        Path zip = SetFolder.zip(folder.resolve("windows.zip"), "set\\ill\\1.png", "set\\well\\2.png");

        try (ImageSet set = ImageSets.open(zip)) {
            assertThat(SetFolder.labels(set)).containsEntry("ill/1.png", "ill").containsEntry("well/2.png", "well");
            assertThat(set.images().get(0).read()).isEqualTo(SetFolder.png(0));
        }
        Path evil = SetFolder.zip(folder.resolve("evil.zip"), "..\\..\\1.png");
        assertThatThrownBy(() -> ImageSets.open(evil)).hasMessageContaining("leads out of it");
    }

    @Test
    void foldersBehindLinksAreReadAndCirclesAreNot() throws IOException {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        new SetFolder(elsewhere).images("1.png");
        Path set = Files.createDirectories(folder.resolve("set"));
        new SetFolder(set).images("well/2.png");
        Files.createSymbolicLink(set.resolve("ill"), elsewhere);
        Files.createSymbolicLink(set.resolve("well/again"), set);

        try (ImageSet open = ImageSets.open(set)) {
            assertThat(SetFolder.labels(open)).containsEntry("ill/1.png", "ill").hasSize(2);
            assertThat(open.refused()).extracting(RefusedFile::path).containsExactly("well/again");
        }
    }

    @Test
    void namesWithBytesThatAreNoTextAreRefusedRatherThanMerged() throws IOException, InterruptedException {
        for (String name : Set.of("F\\344ll", "F\\366ll")) {
            String script = "d=$(printf '" + name + "'); mkdir -p \"$0/$d\" && cp \"$1\" \"$0/$d/1.png\"";
            Path image = Files.write(folder.resolve("image"), SetFolder.png(1));
            int code = new ProcessBuilder("sh", "-c", script, folder.toString(), image.toString())
                    .start()
                    .waitFor();
            assumeThat(code).as("a disk that takes names of any bytes").isZero();
        }

        assertThatThrownBy(() -> set().open()).hasMessageContaining("bytes that are not text");
    }

    private SetFolder set() {
        return new SetFolder(folder);
    }
}

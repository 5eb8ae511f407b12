package org.equipoise.bench.quality;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.equipoise.common.labels.Split;
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.SetImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StudyTest {

    @Test
    void aCutStudyTrainsBothRecipesSideBySide() {
        List<Study> studies = Study.chosen(List.of("none"), true, false);

        assertThat(studies).extracting(Study::keep).containsExactly(Map.of("0", 349), Map.of("0", 70), Map.of("0", 35));
        assertThat(studies).allSatisfy(study -> assertThat(study.recipes()).containsExactly("auto", "naive"));
    }

    @Test
    void anUnknownSetIsRefusedWithThoseThatAreKnown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Study.chosen(List.of("lung"), false, false))
                .withMessage("there is no set \"lung\", only [pneumonia, breast, retina, blood, chest]");
        assertThatIllegalArgumentException().isThrownBy(() -> Study.chosen(List.of("none"), false, false));
    }

    @Test
    void aSetIsFoundInItsFolderOrAsDownloaded(@TempDir Path data) throws IOException {
        Study breast = Study.chosen(List.of("breast"), false, false).get(0);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> breast.locate(data))
                .withMessageContaining("BreastMNIST is not here")
                .withMessageContaining("data=FOLDER");
        Path file = Files.createFile(data.resolve("breastmnist.npz"));
        assertThat(breast.locate(data)).isEqualTo(file);
    }

    @Test
    void aSetThatIsAskedForTwiceIsTrainedOnOnce() {
        assertThat(Study.chosen(List.of("blood", "breast"), false, true))
                .extracting(Study::key)
                .containsExactly("blood", "breast");
    }

    @Test
    void chestXRaysAreSplitAnewByTheirPatients() {
        List<SetImage> images = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            images.add(new SetImage(i + ".png", i % 2 == 0 ? "a" : "b", Split.TRAIN, "p" + i / 4, () -> new byte[0]));
        }

        List<SetImage> split =
                Study.CHEST.of(ImageSet.of("chest", List.of("a", "b"), images)).images();

        assertThat(split).extracting(SetImage::split).contains(Split.TRAIN, Split.VALIDATION, Split.TEST);
        assertThat(split.stream()
                        .map(image -> image.patient() + " " + image.split())
                        .distinct())
                .hasSize(50);
    }

    @Test
    void aTrainingThatTakesAsLongAsBloodMayIsNotCutOff() {
        Study blood = Study.chosen(List.of("none"), false, true).get(0);

        assertThat(blood.minutes()).isEqualTo(10);
        assertThat(QualityRun.TRAINING_PATIENCE.toMinutes()).isGreaterThan((long) blood.minutes());
    }
}

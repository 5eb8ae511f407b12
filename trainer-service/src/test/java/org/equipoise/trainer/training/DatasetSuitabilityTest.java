package org.equipoise.trainer.training;

import java.util.List;
import java.util.Locale;

import org.equipoise.common.events.ImageFinding;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.trainer.recipe.AnswerAim;
import org.equipoise.trainer.recipe.DatasetFingerprint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DatasetSuitabilityTest {

    @Test
    void aBatchThatAPersonAskedForIsRefusedWithWhatWouldFit() {
        assertThatExceptionOfType(RunFailedException.class)
                .isThrownBy(() -> DatasetSuitability.check(
                        dataset(List.of(4L, 3L), List.of(1L, 1L), List.of(1L, 1L)), List.of(), 32))
                .withMessage(
                        "7 training images are fewer than a batch of 32: a batchSize of 7 fits, or 25 more of them");
        assertThatCode(() -> DatasetSuitability.check(
                        dataset(List.of(4L, 3L), List.of(1L, 1L), List.of(1L, 1L)), List.of(), 7))
                .doesNotThrowAnyException();
    }

    @Test
    void aClassWithoutTrainingImagesIsNamedWithTheCounts() {
        assertThatExceptionOfType(RunFailedException.class)
                .isThrownBy(() -> DatasetSuitability.check(
                        dataset(List.of(4L, 0L), List.of(1L, 1L), List.of(1L, 1L)), List.of(), 4))
                .withMessageContaining(
                        "class \"b\" has no training image; every class needs one, the counts are [4, 0]");
    }

    @Test
    void anEmptySplitIsNamedWithWhatItNeeds() {
        assertThatExceptionOfType(RunFailedException.class)
                .isThrownBy(() -> DatasetSuitability.check(
                        dataset(List.of(4L, 3L), List.of(0L, 0L), List.of(1L, 1L)), List.of(), 7))
                .withMessageContainingAll("no image in the validation split", "at least 1 of each of the 2 classes");
    }

    /** To freeze it again would say the same. */
    @Test
    void whyAValidationSplitCouldNotBeTakenFromTrainingIsSaid() {
        var why = new ImageFinding(
                "no-validation-from-training", "None could go: one patient has all.", 0, 0, 7, List.of(), null);

        assertThatExceptionOfType(RunFailedException.class)
                .isThrownBy(() -> DatasetSuitability.check(
                        dataset(List.of(4L, 3L), List.of(0L, 0L), List.of(1L, 1L)), List.of(why), 7))
                .withMessageEndingWith("None could go: one patient has all.")
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("validationFromTraining"));
        assertThatExceptionOfType(RunFailedException.class)
                .isThrownBy(() -> DatasetSuitability.check(
                        dataset(List.of(4L, 3L), List.of(0L, 0L), List.of(1L, 1L)), List.of(), 7))
                .withMessageContaining("validationFromTraining");
    }

    @ParameterizedTest
    @EnumSource(AnswerAim.class)
    void anAimIsRefusedWhereTheValidationSplitLacksAClass(AnswerAim aim) {
        var lacking = dataset(List.of(4L, 3L), List.of(5L, 0L), List.of(1L, 1L));
        var whole = dataset(List.of(4L, 3L), List.of(5L, 1L), List.of(1L, 1L));

        assertThatCode(() -> DatasetSuitability.checkAim(whole, aim)).doesNotThrowAnyException();
        if (aim == AnswerAim.NONE) {
            assertThatCode(() -> DatasetSuitability.checkAim(lacking, aim)).doesNotThrowAnyException();
        } else {
            assertThatExceptionOfType(RunFailedException.class)
                    .isThrownBy(() -> DatasetSuitability.checkAim(lacking, aim))
                    .withMessageStartingWith("aim=" + aim.name().toLowerCase(Locale.ROOT))
                    .withMessageContaining("no image of \"b\":");
        }
    }

    @Test
    void whatTheGateWillRefuseIsSaidBeforeTheTraining() {
        assertThat(DatasetSuitability.remark(dataset(List.of(4L, 3L), List.of(1L, 1L), List.of(7L, 0L)), List.of(), 1))
                .isEqualTo("the gate will refuse this model: no test image of \"b\"; at least 1 of each class is"
                        + " needed");
        assertThat(DatasetSuitability.remark(dataset(List.of(4L, 3L), List.of(1L, 1L), List.of(1L, 1L)), List.of(), 1))
                .isEqualTo(
                        "the gate will refuse this model: 2 test images are too few: with fewer than 6 not even answers"
                                + " that are all right can be told from chance");
        assertThat(DatasetSuitability.remark(dataset(List.of(4L, 3L), List.of(0L, 1L), List.of(3L, 3L)), List.of(), 1))
                .isEmpty();
    }

    @Test
    void aValidationSplitThatWasTakenFromTrainingIsSaidBeforeTheTraining() {
        var taken = new ImageFinding("validation-from-training", "taken.", .15, 0, 12, List.of(), null);
        var other = new ImageFinding("inverted", "odd.", -.8, -.7, 1, List.of(), null);

        assertThat(DatasetSuitability.remark(
                        dataset(List.of(40L, 30L), List.of(6L, 6L), List.of(3L, 3L)), List.of(other, taken), 1))
                .isEqualTo("the validation split is 12 images that were taken from training");
    }

    @Test
    void aGateWithHigherLimitsSaysWhatItNeedsItself() {
        assertThat(DatasetSuitability.remark(dataset(List.of(4L, 3L), List.of(1L, 1L), List.of(7L, 2L)), List.of(), 3))
                .isEqualTo("the gate will refuse this model: only 2 test images of \"b\"; at least 3 of each class are"
                        + " needed");
    }

    @Test
    void aBatchThatNoShardHoldsIsRefusedWithTheOneThatFits() {
        int imageBytes = 512 * 512 * 3;

        assertThatExceptionOfType(RunFailedException.class)
                .isThrownBy(() -> DatasetSuitability.checkBatch(64, imageBytes, 32 << 20))
                .withMessageContaining("a batch of 64 images of 786432 bytes has 50331648")
                .withMessageContaining("a shard holds 33554432: batchSize=42 fits");
        assertThatCode(() -> DatasetSuitability.checkBatch(42, imageBytes, 32 << 20))
                .doesNotThrowAnyException();
        assertThatExceptionOfType(RunFailedException.class)
                .isThrownBy(() -> DatasetSuitability.checkBatch(1, imageBytes, imageBytes - 1))
                .withMessageContaining("not one image fits; freeze smaller ones");
    }

    private static DatasetFingerprint dataset(List<Long> train, List<Long> validation, List<Long> test) {
        return new DatasetFingerprint(
                new LabelSet(List.of("a", "b")),
                "OT",
                new InputShape(16, 16, 1),
                new ClassDistribution(train),
                new ClassDistribution(validation),
                new ClassDistribution(test));
    }
}

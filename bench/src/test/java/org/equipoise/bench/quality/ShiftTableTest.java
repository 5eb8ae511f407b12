package org.equipoise.bench.quality;

import java.util.ArrayList;
import java.util.List;

import org.equipoise.bench.report.Origin;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ShiftTableTest {

    @Test
    void whatIsSavedIsTheShareOfTheCostThatAnArmDoesNotHave() {
        List<ShiftedModel> models = new ArrayList<>();
        for (long seed : List.of(1L, 2L)) {
            models.add(model(ShiftArm.PLAIN, seed, "abc", DeviceChange.GAIN, 0.90, 0.70));
            models.add(model(ShiftArm.AUGMENTED, seed, "abc", DeviceChange.GAIN, 0.92, 0.87));
        }
        var table = new ShiftTable(models);

        // By hand: 0.20 and 0.05, so three quarters are saved.
        assertThat(table.cost(ShiftArm.PLAIN, DeviceChange.GAIN).orElseThrow()).isCloseTo(0.20, within(1e-12));
        assertThat(table.saved(ShiftArm.AUGMENTED, List.of(DeviceChange.GAIN)).orElseThrow())
                .isCloseTo(0.75, within(1e-12));
        assertThat(table.table().markdown())
                .containsExactly(
                        "| test images | trained | AUC | balanced accuracy | cost | saved |",
                        "|---|---|---:|---:|---:|---:|",
                        "| unchanged | auto, not augmented | 0.950 ± 0.000 | 0.900 ± 0.000 |  |  |",
                        "| unchanged | auto | 0.950 ± 0.000 | 0.920 ± 0.000 |  |  |",
                        "| gain 0.8 | auto, not augmented | 0.950 ± 0.000 | 0.700 ± 0.000 | 0.200 | - |",
                        "| gain 0.8 | auto | 0.950 ± 0.000 | 0.870 ± 0.000 | 0.050 | 0.75 |",
                        "| mean of all changes | auto, not augmented |  |  | 0.200 | - |",
                        "| mean of all changes | auto |  |  | 0.050 | 0.75 |");
    }

    @Test
    void whereNothingIsLostNothingIsSaved() {
        var table = new ShiftTable(List.of(
                model(ShiftArm.PLAIN, 1, "abc", DeviceChange.BLUR, 0.900, 0.899),
                model(ShiftArm.AUGMENTED, 1, "abc", DeviceChange.BLUR, 0.9, 0.5)));

        assertThat(table.saved(ShiftArm.AUGMENTED, List.of(DeviceChange.BLUR))).isEmpty();
    }

    @Test
    void modelsOfSeveralCommitsAreToldApart() {
        var table = new ShiftTable(List.of(
                model(ShiftArm.PLAIN, 1, "abc", DeviceChange.GAIN, 0.9, 0.7),
                model(ShiftArm.PLAIN, 2, "def", DeviceChange.GAIN, 0.9, 0.7)));

        assertThat(table.table().markdown().get(0)).endsWith("| saved | commit |");
        assertThat(table.table().markdown().get(2)).endsWith("| abc, def |");
    }

    /** By hand: of the four, the change lost image c; of the other three it takes one of two of class 0. */
    @Test
    void aCostIsOfTheImagesThatWereAnsweredBothTimes() {
        List<ShiftScore.Answer> asIs =
                List.of(answer("a", 0, 0.9), answer("b", 0, 0.8), answer("c", 1, 0.9), answer("d", 1, 0.1));
        List<ShiftScore.Answer> changed =
                List.of(answer("d", 1, 0.2), answer("a", 0, 0.7), answer("b", 0, 0.3), answer("e", 1, 0.9));

        ShiftScore score = ShiftScore.of(ShiftArm.PLAIN, DeviceChange.GAIN, 1, asIs, changed);

        assertThat(score.images()).isEqualTo(3);
        assertThat(score.unchanged()).isCloseTo(1, within(1e-12));
        assertThat(score.balancedAccuracy()).isCloseTo(0.75, within(1e-12));
        assertThat(score.cost()).isCloseTo(0.25, within(1e-12));
    }

    @Test
    void aScoreCountsClassesAlikeHoweverManyImagesTheyHave() {
        // By hand: both of class 0, one of the two of class 1; its wrong one ranks below one of class 0.
        List<ShiftScore.Answer> answers =
                List.of(answer("a", 0, 0.9), answer("b", 0, 0.6), answer("c", 1, 0.2), answer("d", 1, 0.7));
        ShiftScore score = ShiftScore.of(ShiftArm.PLAIN, DeviceChange.NONE, 1, answers, answers);

        assertThat(score.balancedAccuracy()).isCloseTo(0.75, within(1e-12));
        assertThat(score.auc()).isCloseTo(0.75, within(1e-12));
        assertThat(score.images()).isEqualTo(4);
        assertThat(score.cost()).isZero();
    }

    @Test
    void onlyTheFirstArmIsNotAugmentedAndOnlyTheLastHasNoNetworkOfItsOwn() {
        assertThat(ShiftArm.PLAIN.variant(10).settings())
                .containsEntry("minutes", "10")
                .containsEntry("horizontalFlip", "false")
                .containsEntry("rotationDegrees", "0")
                .containsEntry("cutoutFraction", "0");
        assertThat(ShiftArm.AUGMENTED.variant(10).settings()).containsOnlyKeys("minutes");
        assertThat(ShiftArm.WITH_BACKBONE.variant(10).settings()).containsOnlyKeys("minutes");
        assertThat(ShiftArm.BACKBONE.variant(10).settings()).containsOnlyKeys("network");
    }

    private static ShiftScore.Answer answer(String image, int label, double ofFirst) {
        return new ShiftScore.Answer(image, label, List.of(ofFirst, 1 - ofFirst));
    }

    private static ShiftedModel model(
            ShiftArm arm, long seed, String commit, DeviceChange change, double asIs, double changed) {
        return new ShiftedModel(
                arm,
                seed,
                new Origin("bench/run shift", "2 cores", commit),
                null,
                List.of(
                        new ShiftScore(arm, DeviceChange.NONE, seed, 100, asIs, asIs, 0.95),
                        new ShiftScore(arm, change, seed, 100, changed, asIs, 0.95)));
    }
}

package org.equipoise.bench.quality;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ShiftTableTest {

    @Test
    void whatIsSavedIsTheShareOfTheCostThatAnArmDoesNotHave() {
        List<ShiftScore> scores = new ArrayList<>();
        for (long seed : List.of(1L, 2L)) {
            scores.add(score(ShiftArm.PLAIN, DeviceChange.NONE, seed, 0.90));
            scores.add(score(ShiftArm.PLAIN, DeviceChange.GAIN, seed, 0.70));
            scores.add(score(ShiftArm.AUGMENTED, DeviceChange.NONE, seed, 0.92));
            scores.add(score(ShiftArm.AUGMENTED, DeviceChange.GAIN, seed, 0.87));
        }
        var table = new ShiftTable(scores);

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
                score(ShiftArm.PLAIN, DeviceChange.NONE, 1, 0.900),
                score(ShiftArm.PLAIN, DeviceChange.BLUR, 1, 0.899),
                score(ShiftArm.AUGMENTED, DeviceChange.NONE, 1, 0.9),
                score(ShiftArm.AUGMENTED, DeviceChange.BLUR, 1, 0.5)));

        assertThat(table.saved(ShiftArm.AUGMENTED, List.of(DeviceChange.BLUR))).isEmpty();
    }

    @Test
    void aCostIsOfOneModelAndNotOfTwoSeeds() {
        var table = new ShiftTable(List.of(
                score(ShiftArm.PLAIN, DeviceChange.NONE, 1, 0.9), score(ShiftArm.PLAIN, DeviceChange.GAIN, 2, 0.5)));

        assertThat(table.cost(ShiftArm.PLAIN, DeviceChange.GAIN)).isEmpty();
    }

    @Test
    void aScoreCountsClassesAlikeHoweverManyImagesTheyHave() {
        // By hand: both of class 0, one of the two of class 1; its wrong one ranks below one of class 0.
        ShiftScore score = ShiftScore.of(
                ShiftArm.PLAIN,
                DeviceChange.NONE,
                1,
                List.of(answer(0, 0.9), answer(0, 0.6), answer(1, 0.2), answer(1, 0.7)));

        assertThat(score.balancedAccuracy()).isCloseTo(0.75, within(1e-12));
        assertThat(score.auc()).isCloseTo(0.75, within(1e-12));
        assertThat(score.images()).isEqualTo(4);
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

    private static ShiftScore.Answer answer(int label, double ofFirst) {
        return new ShiftScore.Answer(label, List.of(ofFirst, 1 - ofFirst));
    }

    private static ShiftScore score(ShiftArm arm, DeviceChange change, long seed, double balanced) {
        return new ShiftScore(arm, change, seed, 100, balanced, 0.95);
    }
}

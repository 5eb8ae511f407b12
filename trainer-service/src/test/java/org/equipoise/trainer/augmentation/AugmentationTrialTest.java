package org.equipoise.trainer.augmentation;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class AugmentationTrialTest {

    private static final int CLASSES = 3;

    /** ln 0.8 = -0.2231, ln 0.5 = -0.6931, ln 2 = 0.6931; each image alike, so no error. */
    @Test
    void copiesThatCostMoreThanAFifthOfWhatOriginalsTellHarm() {
        int[] labels = labels(10, 10, 0);

        AugmentationTrial trial = AugmentationTrial.of(labels, sure(labels, 0.8), sure(labels, 0.5), CLASSES);

        assertThat(trial.without()).isCloseTo(0.2231, within(1e-4));
        assertThat(trial.with()).isCloseTo(0.6931, within(1e-4));
        assertThat(trial.prior()).isCloseTo(0.6931, within(1e-4));
        assertThat(trial.harms()).isTrue();
    }

    /** Of one image a classifier is asked that never saw its class: how wrong it is says nothing of copies. */
    @Test
    void aClassWithoutAnImageInEachFoldIsNotJudged() {
        int[] labels = labels(10, 10, 2);
        double[][] alone = sure(labels, 0.8);
        double[][] beside = sure(labels, 0.8);
        beside[20] = new double[] {0.5, 0.5, 1e-7};
        beside[21] = new double[] {0.5, 0.5, 1e-7};

        AugmentationTrial trial = AugmentationTrial.of(labels, alone, beside, CLASSES);

        assertThat(trial.images()).isEqualTo(20);
        assertThat(trial.with()).isEqualTo(trial.without());
        assertThat(trial.harms()).isFalse();
        assertThat(trial.decides()).isTrue();
    }

    @Test
    void originalsThatTellNothingDecideNothing() {
        int[] labels = labels(10, 10, 0);

        AugmentationTrial trial = AugmentationTrial.of(labels, sure(labels, 0.4), sure(labels, 0.1), CLASSES);

        assertThat(trial.decides()).isFalse();
        assertThat(trial.harms()).isFalse();
    }

    @Test
    void smallClassesAloneDecideNothing() {
        int[] labels = labels(2, 2, 2);

        AugmentationTrial trial = AugmentationTrial.of(labels, sure(labels, 0.8), sure(labels, 0.1), CLASSES);

        assertThat(trial).isEqualTo(new AugmentationTrial(0, 0, 0, 0, 0));
        assertThat(trial.harms() || trial.decides()).isFalse();
    }

    private static int[] labels(int... counts) {
        int[] labels = new int[Arrays.stream(counts).sum()];
        int at = 0;
        for (int k = 0; k < counts.length; k++) {
            Arrays.fill(labels, at, at += counts[k], k);
        }
        return labels;
    }

    private static double[][] sure(int[] labels, double probability) {
        double[][] answers = new double[labels.length][CLASSES];
        for (int i = 0; i < labels.length; i++) {
            Arrays.fill(answers[i], (1 - probability) / (CLASSES - 1));
            answers[i][labels[i]] = probability;
        }
        return answers;
    }
}

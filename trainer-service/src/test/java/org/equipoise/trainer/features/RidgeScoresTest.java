package org.equipoise.trainer.features;

import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class RidgeScoresTest {

    /** Training on 0 and 2 with labels 0 and 1: mean 1, slope 2 * 0.5 / (2 + penalty * 2) around 1/2. */
    @Test
    void aHeldOutImageIsScoredByThePlaneOfTheOthersWorkedOutByHand() {
        var features = new FeatureTable(1, new float[] {0, 2, 3, 3});
        int[] labels = {0, 1, 1, 0};

        RidgeScores found = RidgeScores.crossFit(features, labels, 2, new int[] {0, 0, 1, 1});

        double slope = 1 / (2 + 2 * found.penalty());
        assertThat(found.scores()[2][1]).isCloseTo(0.5 + slope * (3 - 1), within(1e-9));
        assertThat(found.scores()[2][0]).isCloseTo(0.5 - slope * (3 - 1), within(1e-9));
    }

    @Test
    void scoresOfAnImageSumToOneBecauseOneHotLabelsDo() {
        var random = new Random(4);
        float[] values = new float[60 * 5];
        int[] labels = new int[60];
        int[] folds = new int[60];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
            labels[i / 5] = i / 5 % 3;
            folds[i / 5] = i / 5 % 4;
        }

        RidgeScores found = RidgeScores.crossFit(new FeatureTable(5, values), labels, 3, folds);

        for (double[] row : found.scores()) {
            assertThat(row[0] + row[1] + row[2]).isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void anImagesOwnLabelDoesNotChangeItsScore() {
        var features = new FeatureTable(1, new float[] {0, 1, 2, 3, 4, 5});
        int[] folds = {0, 1, 2, 0, 1, 2};

        double[] before = RidgeScores.crossFit(features, new int[] {0, 0, 0, 1, 1, 1}, 2, folds)
                .scores()[0];
        RidgeScores changed = RidgeScores.crossFit(features, new int[] {1, 0, 0, 1, 1, 1}, 2, folds);

        assertThat(changed.scores()[0]).containsExactly(before, within(0.02));
    }

    @Test
    void aLinearSystemIsSolvedAndASingularOneRefused() {
        double[][] matrix = {{4, 2}, {0, 3}};

        assertThat(LinearSystem.of(matrix, 0).solve(new double[] {8, 7}))
                .containsExactly(new double[] {1.25, 1.5}, within(1e-12));
        assertThatThrownBy(() -> LinearSystem.of(new double[][] {{1, 1}, {1, 1}}, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pivot 1");
    }

    @Test
    void eigenvectorsRebuildTheMatrix() {
        double[][] matrix = {{2, 1, 0}, {1, 3, -1}, {0, -1, 1}};

        SymmetricEigen eigen = SymmetricEigen.of(matrix);

        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double sum = 0;
                for (int k = 0; k < 3; k++) {
                    sum += eigen.values()[k] * eigen.vectors()[i][k] * eigen.vectors()[j][k];
                }
                assertThat(sum).isCloseTo(matrix[i][j], within(1e-9));
            }
        }
    }
}

package org.equipoise.trainer.training;

import org.equipoise.trainer.recipe.Recipe.StopCriterion;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class EpochScoreTest {

    /** Class 1 is scored .4, .3 and .2, class 0 .3 and .1: of six pairs four are in order, one is a tie. */
    private static final SplitPredictions ANSWERS = new SplitPredictions(
            2, new int[] {1, 1, 1, 0, 0}, new float[] {0.6f, 0.4f, 0.7f, 0.3f, 0.8f, 0.2f, 0.7f, 0.3f, 0.9f, 0.1f});

    @Test
    void accuracyIsScoredWithoutATieBreaker() {
        assertThat(EpochScore.of(StopCriterion.ACCURACY, ANSWERS, 0.7)).isEqualTo(new EpochScore(0.4, 0));
    }

    @Test
    void balancedAccuracyIsScoredWithTheValidationLossBehindIt() {
        assertThat(EpochScore.of(StopCriterion.BALANCED_ACCURACY, ANSWERS, 0.7)).isEqualTo(new EpochScore(0.5, 0.7));
    }

    @Test
    void aLowerLossIsAHigherScore() {
        assertThat(EpochScore.of(StopCriterion.LOSS, ANSWERS, 0.7).score()).isCloseTo(0.49658530, within(1e-8));
    }

    /** (4 + 1/2) / 6 by hand. */
    @Test
    void anAucCountsATieAsHalfAPair() {
        EpochScore score = EpochScore.of(StopCriterion.AUC, ANSWERS, 0.7);

        assertThat(score.score()).isCloseTo(0.75, within(1e-12));
        assertThat(score.tieBreaker()).isEqualTo(0.7);
    }

    @Test
    void anAucThatIsNotDefinedCountsAsChance() {
        var oneClass = new SplitPredictions(2, new int[] {1, 1}, new float[] {0.6f, 0.4f, 0.7f, 0.3f});

        assertThat(EpochScore.of(StopCriterion.AUC, oneClass, 0.7).score()).isEqualTo(0.5);
        assertThat(EpochScore.of(StopCriterion.AUC, new SplitPredictions(2, new int[0], new float[0]), 0.7)
                        .score())
                .isEqualTo(0.5);
    }

    @Test
    void equalScoresAreDecidedByTheLossOnlyWhereItCounts() {
        EarlyStopping before = new EpochScore(0.75, 0.7).judge(EarlyStopping.START);

        assertThat(new EpochScore(0.75, 0.6).judge(before).improved()).isTrue();
        assertThat(new EpochScore(0.75, 0.7).judge(before).improved()).isFalse();
        assertThat(new EpochScore(0.75, 0)
                        .judge(new EpochScore(0.75, 0).judge(EarlyStopping.START))
                        .improved())
                .isFalse();
    }
}

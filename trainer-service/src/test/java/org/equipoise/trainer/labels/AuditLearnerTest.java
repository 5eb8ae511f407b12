package org.equipoise.trainer.labels;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class AuditLearnerTest {

    private static final int[] NINE_TO_ONE = {0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    /** Uncorrected it would be (-ln 0.9 - ln 0.1) / 2 = 1.204: the frequent class would count by its frequency. */
    @Test
    void whoKnowsTheSharesOnlyGuesses() {
        AuditLearner.Score score = AuditLearner.score("guess", always(0.9, 0.1));

        assertThat(score.logLoss()).isCloseTo(Math.log(2), within(1e-12));
        assertThat(score.balancedAccuracy()).isCloseTo(0.5, within(1e-12));
    }

    /**
     * Likelihood ratios of 4 for the right class, answered with the shares as they are: at even shares each is 4 to 1.
     */
    @Test
    void theLossIsThatOfTheAnswersAtEvenShares() {
        double[][] answers = new double[10][];
        for (int i = 0; i < 10; i++) {
            double first = 0.9 * (NINE_TO_ONE[i] == 0 ? 4 : 1);
            double second = 0.1 * (NINE_TO_ONE[i] == 1 ? 4 : 1);
            answers[i] = new double[] {first / (first + second), second / (first + second)};
        }

        AuditLearner.Score score = AuditLearner.score("four to one", new OutOfFold(answers, NINE_TO_ONE));

        assertThat(score.logLoss()).isCloseTo(-Math.log(0.8), within(1e-12));
        assertThat(score.balancedAccuracy()).isCloseTo(1, within(1e-12));
    }

    @Test
    void aClassWithoutImagesTakesNoPart() {
        double[][] answers = {{0.5, 0.3, 0.2}, {0.2, 0.6, 0.2}};

        AuditLearner.Score score = AuditLearner.score("three", new OutOfFold(answers, new int[] {0, 1}));

        assertThat(score.logLoss()).isCloseTo(-(Math.log(5 / 8.0) + Math.log(6 / 8.0)) / 2, within(1e-12));
    }

    private static OutOfFold always(double... answer) {
        double[][] answers = new double[NINE_TO_ONE.length][];
        Arrays.setAll(answers, i -> answer.clone());
        return new OutOfFold(answers, NINE_TO_ONE);
    }
}

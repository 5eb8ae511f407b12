package org.equipoise.trainer.training;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SplitPredictionsTest {

    @Test
    void theLowestClassIndexWinsATie() {
        var predictions = new SplitPredictions(2, new int[] {1}, new float[] {0.5f, 0.5f});

        assertThat(predictions.predictedClass(0)).isZero();
    }

    @Test
    void confusionCountsTrueAndPredictedClass() {
        var predictions =
                new SplitPredictions(2, new int[] {0, 1, 1}, new float[] {0.9f, 0.1f, 0.2f, 0.8f, 0.6f, 0.4f});

        assertThat(predictions.confusion().rows()).isEqualTo(List.of(List.of(1L, 0L), List.of(1L, 1L)));
    }

    @Test
    void aMissingProbabilityIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SplitPredictions(2, new int[] {0, 1}, new float[3]))
                .withMessage("3 probabilities for 2 images of 2 classes");
    }

    @Test
    void theMeasuresOfProbabilitiesSeeTheSameAnswers() {
        var predictions = new SplitPredictions(2, new int[] {0, 1}, new float[] {0.9f, 0.1f, 0.6f, 0.4f});

        assertThat(predictions.labelled()).hasValueSatisfying(answers -> {
            assertThat(answers.confusion().rows())
                    .isEqualTo(predictions.confusion().rows());
            assertThat(answers.probability(1, 0)).isEqualTo(0.6f);
        });
    }

    @Test
    void divergedOrMissingAnswersHaveNoProbabilities() {
        assertThat(new SplitPredictions(2, new int[] {0}, new float[] {Float.NaN, Float.NaN}).labelled())
                .isEmpty();
        assertThat(new SplitPredictions(2, new int[0], new float[0]).labelled()).isEmpty();
    }
}

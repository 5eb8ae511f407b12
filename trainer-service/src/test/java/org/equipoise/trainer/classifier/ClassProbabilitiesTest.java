package org.equipoise.trainer.classifier;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class ClassProbabilitiesTest {

    @Test
    void answersThatAreNoProbabilitiesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClassProbabilities(2, new float[] {Float.NaN, 1}))
                .withMessageContaining("NaN");
        assertThatIllegalArgumentException().isThrownBy(() -> new ClassProbabilities(2, new float[] {.2f, .2f}));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClassProbabilities(2, new float[] {.2f, .2f, .6f}));
    }

    @Test
    void floatsAreNormalisedToOne() {
        var answers = new ClassProbabilities(3, new float[] {0.3333333f, 0.3333334f, 0.3333331f});

        assertThat(answers.row(0).stream().mapToDouble(p -> p).sum()).isCloseTo(1, within(1e-12));
        assertThat(answers.predictedClass(0)).isEqualTo(1);
    }
}

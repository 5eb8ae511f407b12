package org.equipoise.trainer.training;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EarlyStoppingTest {

    @Test
    void theFirstEpochIsTheBestSoFarHoweverBadItIs() {
        EarlyStopping after = EarlyStopping.START.after(0, 99);

        assertThat(after).isEqualTo(new EarlyStopping(1, 0, 99, 0));
        assertThat(after.improved()).isTrue();
    }

    @Test
    void aHigherScoreIsBetterEvenWithAHigherLoss() {
        EarlyStopping after = EarlyStopping.START.after(0.5, 1).after(0.6, 2);

        assertThat(after.bestEpoch()).isEqualTo(2);
    }

    @Test
    void anEqualScoreIsBetterOnlyWithALowerLoss() {
        assertThat(EarlyStopping.START.after(0.5, 1).after(0.5, 0.9).bestEpoch())
                .isEqualTo(2);
        assertThat(EarlyStopping.START.after(0.5, 1).after(0.5, 1).bestEpoch()).isEqualTo(1);
    }

    @Test
    void byTheScoreAloneAnEqualScoreIsNoImprovement() {
        EarlyStopping stopping = EarlyStopping.START.after(0.87).after(0.87).after(0.87);

        assertThat(stopping.bestEpoch()).isEqualTo(1);
        assertThat(stopping.exhausted(2)).isTrue();
    }

    @Test
    void patienceEndsAfterThatManyEpochsWithoutAnImprovement() {
        EarlyStopping stopping = EarlyStopping.START.after(0.5, 1).after(0.7, 1).after(0.6, 1);

        assertThat(stopping.exhausted(2)).isFalse();
        assertThat(stopping.after(0.7, 1).exhausted(2)).isTrue();
        assertThat(stopping.after(0.8, 1).exhausted(2)).isFalse();
    }

    @Test
    void epochsBeforeAnotherStageAreNeitherBestNorWaitedFor() {
        EarlyStopping anew =
                EarlyStopping.START.after(0.9, 1).after(0.8, 1).after(0.7, 1).anew();

        assertThat(anew.exhausted(1)).isFalse();
        assertThat(anew.after(0.5, 1)).isEqualTo(new EarlyStopping(4, 0.5, 1, 0));
    }
}

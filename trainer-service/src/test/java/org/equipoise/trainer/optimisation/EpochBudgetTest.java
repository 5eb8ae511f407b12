package org.equipoise.trainer.optimisation;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** 100 s, of which 85 are planned and 95 tolerated. */
class EpochBudgetTest {

    private static final EpochBudget BUDGET = new EpochBudget(100, 30);

    @Test
    void aPlanThatWasFarTooShortIsLengthened() {
        assertThat(BUDGET.epochs(1, 5, 5, 2)).isEqualTo(17);
    }

    @Test
    void aPlanThatDoesNotFitIsCut() {
        assertThat(BUDGET.epochs(2, 10, 20, 30)).isEqualTo(8);
    }

    @Test
    void aPlanThatIsALittleTooLongStays() {
        assertThat(BUDGET.epochs(5, 10, 50, 9)).isEqualTo(9);
        assertThat(BUDGET.epochs(5, 10, 50, 10)).isEqualTo(8);
    }

    /** 8 of 17 are done: another epoch would fit, and is a tenth of what is left. */
    @Test
    void aPlanIsLengthenedOnlyForSomething() {
        assertThat(BUDGET.epochs(8, 4.625, 37, 17)).isEqualTo(18);
        assertThat(BUDGET.epochs(2, 4.5, 9, 18)).isEqualTo(18);
        assertThat(BUDGET.epochs(2, 2.8, 5.6, 29)).isEqualTo(29);
    }

    @Test
    void neverMoreThanAskedAndNeverFewerThanOneMore() {
        assertThat(BUDGET.epochs(1, 0.001, 0.001, 2)).isEqualTo(30);
        assertThat(BUDGET.epochs(1, 0, 0, 2)).isEqualTo(30);
        assertThat(BUDGET.epochs(1, 500, 500, 2)).isEqualTo(2);
    }

    /** 30 s of the 50 went before the epochs: what is left is 35 s for epochs of 4 s. */
    @Test
    void whatElseTookTimeIsSpentTooAndSaysNothingAboutAnEpoch() {
        assertThat(BUDGET.epochs(5, 4, 50, 6)).isEqualTo(13);
    }
}

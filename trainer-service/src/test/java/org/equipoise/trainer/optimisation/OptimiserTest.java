package org.equipoise.trainer.optimisation;

import java.util.Arrays;

import org.equipoise.trainer.optimisation.Optimiser.Algorithm;
import org.equipoise.trainer.optimisation.ReferenceOptimisers.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class OptimiserTest {

    /** PyTorch puts epsilon elsewhere; with these gradients that moves a weight by less than 1e-6. */
    @ParameterizedTest
    @CsvFileSource(resources = "optimisers.csv", delimiter = '|', useHeadersInDisplayName = true)
    void theUpdateRulesAgreeWithPyTorch(
            Algorithm algorithm, double weightDecay, double momentum, double rate, String gradients, String weights) {
        var optimiser = new Optimiser(algorithm, weightDecay, momentum);
        double[] expected = numbers(weights);
        double[] gradient = numbers(gradients);

        State state = State.of(1.5);
        for (int t = 0; t < gradient.length; t++) {
            state = ReferenceOptimisers.next(optimiser, rate, state, gradient[t]);
            double close = algorithm == Algorithm.SGD ? 1e-13 : 1e-3 * rate;
            assertThat(state.weight()).as("step %d", t + 1).isCloseTo(expected[t], within(close));
        }
    }

    /** The first step of Adam is the learning rate, whatever the gradient's size. */
    @ParameterizedTest
    @ValueSource(doubles = {-100, -1, 0.5, 3})
    void adamsFirstStepIsTheLearningRate(double gradient) {
        State state = ReferenceOptimisers.next(Optimiser.adam(), 0.01, State.of(2), gradient);

        assertThat(state.weight()).isCloseTo(2 - 0.01 * Math.signum(gradient), within(1e-6));
    }

    /** w = 2, g = 1, rate .1, mu .5: a = 1, w = 2 - .1 * 1.5 = 1.85; then a = 1.5, w = 1.85 - .1 * 1.75 = 1.675. */
    @Test
    void nesterovMomentumLooksOneStepAhead() {
        var optimiser = Optimiser.sgd(0.5, 0);

        State once = ReferenceOptimisers.next(optimiser, 0.1, State.of(2), 1);
        State twice = ReferenceOptimisers.next(optimiser, 0.1, once, 1);

        assertThat(once.weight()).isCloseTo(1.85, within(1e-15));
        assertThat(twice.weight()).isCloseTo(1.675, within(1e-15));
    }

    @Test
    void decoupledDecayShrinksAWeightThatHasNoGradient() {
        State state = ReferenceOptimisers.next(Optimiser.adamW(0.5), 0.1, State.of(2), 0);

        assertThat(state.weight()).isCloseTo(2 * 0.95, within(1e-15));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 0, 3})
    void withoutDecayAdamWIsAdam(double gradient) {
        State adam = State.of(1);
        State adamW = State.of(1);
        for (int t = 0; t < 20; t++) {
            adam = ReferenceOptimisers.next(Optimiser.adam(), 0.01, adam, gradient + t);
            adamW = ReferenceOptimisers.next(Optimiser.adamW(0), 0.01, adamW, gradient + t);
        }

        assertThat(adamW).isEqualTo(adam);
    }

    @Test
    void refusesSettingsThatAreOutOfRangeOrWouldBeIgnored() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Optimiser.adamW(1.01))
                .withMessageContaining("[0, 1.0], got 1.01");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Optimiser.sgd(1, 0))
                .withMessageContaining("[0, 0.999], got 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Optimiser(Algorithm.ADAM, 0.01, 0))
                .withMessage("weight decay of ADAM must be in [0, 0.0], got 0.01");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Optimiser(Algorithm.ADAMW, 0.01, 0.9))
                .withMessageContaining("momentum of ADAMW");
        assertThatIllegalArgumentException().isThrownBy(() -> Optimiser.adamW(Double.NaN));
    }

    private static double[] numbers(String column) {
        return Arrays.stream(column.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }
}

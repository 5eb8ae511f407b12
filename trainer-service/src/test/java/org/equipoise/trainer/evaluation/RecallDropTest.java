package org.equipoise.trainer.evaluation;

import java.util.List;
import java.util.Random;

import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.labels.LabelSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RecallDropTest {

    /** Fisher's tea: of 8 cups 4 with milk first; at most 1 of 4 found is (1 + 16) of 70. */
    @Test
    void fishersTeaByHand() {
        assertThat(FisherExact.lower(1, 4, 3, 4)).isCloseTo(17 / 70.0, within(1e-12));
        assertThat(FisherExact.lower(4, 4, 0, 4)).isCloseTo(1, within(1e-12));
    }

    /**
     * Class a: 9 of 10 against 3 of 10, one-sided p 0.00988 (R's fisher.test says two-sided 0.01977); class b: 10 of 10
     * against 9 of 10, p 0.5. Holm doubles the smaller.
     */
    @Test
    void whichClassesFellByHand() {
        List<RecallDrop> drops = RecallDrop.of(
                evaluation(List.of(9L, 1L), List.of(0L, 10L)), evaluation(List.of(3L, 7L), List.of(1L, 9L)));

        assertThat(drops).extracting(RecallDrop::name).containsExactly("a", "b");
        assertThat(drops.get(0).fall()).isCloseTo(.6, within(1e-12));
        assertThat(drops.get(0).probability()).isCloseTo(2 * .009883, within(1e-5));
        assertThat(drops.get(0).fell()).isTrue();
        assertThat(drops.get(1).probability()).isCloseTo(.5, within(1e-9));
        assertThat(drops.get(1).fell()).isFalse();
    }

    @Test
    void aClassWithoutImagesInOneOfTheSplitsIsLeftOut() {
        assertThat(RecallDrop.of(
                        evaluation(List.of(9L, 1L), List.of(0L, 0L)), evaluation(List.of(3L, 7L), List.of(1L, 9L))))
                .extracting(RecallDrop::name)
                .containsExactly("a");
    }

    /**
     * Recalls that are the same in both splits are seldom said to have fallen: at most one pair of splits in twenty.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatDidNotFallIsSeldomSaidToHaveFallen(long seed) {
        var random = new Random(seed);
        int said = 0;
        for (int i = 0; i < 2000; i++) {
            var validation = drawn(random, 40, 12);
            var test = drawn(random, 80, 25);
            said += RecallDrop.of(validation, test).stream().anyMatch(RecallDrop::fell) ? 1 : 0;
        }

        assertThat(said / 2000.0).as("seed %d", seed).isLessThanOrEqualTo(.05);
    }

    private static Evaluation drawn(Random random, int a, int b) {
        long rightA = random.doubles(a).filter(x -> x < .85).count();
        long rightB = random.doubles(b).filter(x -> x < .6).count();
        return evaluation(List.of(rightA, a - rightA), List.of(b - rightB, rightB));
    }

    @SafeVarargs
    private static Evaluation evaluation(List<Long>... rows) {
        return Evaluation.of(ConfusionMatrix.of(List.of(rows)), new LabelSet(List.of("a", "b")));
    }
}

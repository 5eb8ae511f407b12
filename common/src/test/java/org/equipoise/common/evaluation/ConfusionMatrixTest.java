package org.equipoise.common.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

class ConfusionMatrixTest {

    /** 90 of 100 healthy, all answered healthy: the article's failure. */
    private static final List<List<Long>> ONE_CLASS = List.of(List.of(90L, 0L), List.of(10L, 0L));

    @Test
    void alwaysAnsweringOneClassScoresOneOverTheNumberOfClasses() {
        var matrix = ConfusionMatrix.of(ONE_CLASS);

        assertThat(matrix.accuracy()).isEqualTo(0.9);
        assertThat(matrix.balancedAccuracy()).isEqualTo(0.5);
        assertThat(matrix.macroF1()).isCloseTo(0.5 * 180 / 190, within(1e-15));
    }

    @Test
    void rowsAreTrueClassesAndColumnsAreAnswers() {
        var matrix = new ConfusionMatrix(3);
        matrix.add(0, 2);
        matrix.add(0, 2);
        matrix.add(2, 2);

        assertThat(matrix.count(0, 2)).isEqualTo(2);
        assertThat(matrix.support(0)).isEqualTo(2);
        assertThat(matrix.predicted(2)).isEqualTo(3);
        assertThat(matrix.recall(0)).hasValue(0);
        assertThat(matrix.precision(2)).hasValue(1 / 3.0);
    }

    @Test
    void whatIsUndefinedIsEmptyNotZero() {
        var matrix = ConfusionMatrix.of(List.of(List.of(3L, 0L, 1L), List.of(0L, 0L, 0L), List.of(0L, 0L, 2L)));

        assertThat(matrix.recall(1)).isEmpty();
        assertThat(matrix.precision(1)).isEmpty();
        assertThat(matrix.f1(1)).isZero();
        assertThat(matrix.balancedAccuracy()).isEqualTo((0.75 + 1) / 2);
    }

    @Test
    void refusesWhatIsNoConfusionMatrix() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConfusionMatrix(1))
                .withMessageContaining("got 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfusionMatrix.of(List.of(List.of(1L, 2L), List.of(1L))))
                .withMessageContaining("row 1 has 1 columns");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfusionMatrix.of(List.of(List.of(1L, -2L), List.of(1L, 0L))))
                .withMessageContaining("-2");
    }

    @Test
    void refusesToAverageOverNothing() {
        var empty = new ConfusionMatrix(2);

        assertThatIllegalStateException().isThrownBy(empty::accuracy);
        assertThatIllegalStateException().isThrownBy(empty::balancedAccuracy);
        assertThatIllegalStateException().isThrownBy(empty::macroF1);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "scikit-learn.csv", delimiter = '|', useHeadersInDisplayName = true)
    void agreesWithScikitLearn(
            String confusion,
            double accuracy,
            double balancedAccuracy,
            double macroF1,
            String recalls,
            String precisions,
            String f1s) {
        var matrix = ConfusionMatrix.of(rows(confusion));

        assertThat(matrix.accuracy()).isCloseTo(accuracy, within(1e-12));
        assertThat(matrix.balancedAccuracy()).isCloseTo(balancedAccuracy, within(1e-12));
        assertThat(matrix.macroF1()).isCloseTo(macroF1, within(1e-12));
        for (int k = 0; k < matrix.classes(); k++) {
            assertThat(matrix.recall(k)).isEqualTo(numbers(recalls).get(k));
            assertThat(matrix.precision(k)).isEqualTo(numbers(precisions).get(k));
            assertThat(matrix.f1(k)).isCloseTo(numbers(f1s).get(k).orElseThrow(), within(1e-12));
        }
    }

    /** Adding answer by answer, in any order, must agree with the finished table. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void addingOneByOneAgreesWithTheWholeTable(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int classes = random.nextInt(2, 8);
        var matrix = new ConfusionMatrix(classes);
        long[][] naive = new long[classes][classes];

        for (int i = 0; i < 500; i++) {
            int t = random.nextInt(classes);
            int p = random.nextInt(classes);
            matrix.add(t, p);
            naive[t][p]++;
        }

        List<List<Long>> expected = new ArrayList<>();
        for (long[] row : naive) {
            expected.add(Arrays.stream(row).boxed().toList());
        }
        assertThat(matrix.rows()).as("seed %d", seed).isEqualTo(expected);
        assertThat(matrix.total()).isEqualTo(500);
        assertThat(ConfusionMatrix.of(matrix.rows()).rows()).isEqualTo(matrix.rows());
    }

    /** Ten times as many images of one class changes accuracy, but neither a recall nor the balanced accuracy. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void balancedAccuracyDoesNotDependOnPrevalence(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<List<Long>> rows = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            rows.add(random.longs(4, 1, 20).boxed().toList());
        }
        double before = ConfusionMatrix.of(rows).balancedAccuracy();

        rows.set(2, rows.get(2).stream().map(n -> 10 * n).toList());

        assertThat(ConfusionMatrix.of(rows).balancedAccuracy())
                .as("seed %d", seed)
                .isCloseTo(before, within(1e-12));
    }

    private static List<List<Long>> rows(String confusion) {
        return Arrays.stream(confusion.split(";"))
                .map(row -> Arrays.stream(row.split(" ")).map(Long::valueOf).toList())
                .toList();
    }

    private static List<OptionalDouble> numbers(String list) {
        return Arrays.stream(list.split(" "))
                .map(n -> n.equals("nan") ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(n)))
                .toList();
    }
}

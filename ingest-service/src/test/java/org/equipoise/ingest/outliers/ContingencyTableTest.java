package org.equipoise.ingest.outliers;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ContingencyTableTest {

    /** Each expected count is 20, so chi squared is 4 * 100 / 20 = 20; phi squared 20/80 - 1/79; r = 2 - 1/79. */
    @Test
    void aCaseByHand() {
        assertThat(of(new long[][] {{30, 10}, {10, 30}}).cramersV())
                .isCloseTo(Math.sqrt((0.25 - 1 / 79.0) / (1 - 1 / 79.0)), within(1e-12))
                .isCloseTo(0.4902903378, within(1e-10));
    }

    /** By the formulas in Python, chi squared 27.4376. */
    @Test
    void aCaseOfTwoByThree() {
        assertThat(of(new long[][] {{20, 5, 5}, {10, 30, 30}}).cramersV()).isCloseTo(0.5067228171, within(1e-10));
    }

    @Test
    void independentPropertiesHaveNoneAndOneThatDecidesTheOtherHasOne() {
        assertThat(of(new long[][] {{10, 10}, {10, 10}}).cramersV()).isZero();
        assertThat(of(new long[][] {{10, 0}, {0, 30}}).cramersV()).isCloseTo(1, within(1e-12));
        assertThat(of(new long[][] {{10, 20}}).cramersV()).isZero();
        assertThat(new ContingencyTable().cramersV()).isZero();
    }

    /** That is what the correction is for: without it, 50 values of 200 images would give about 0.5. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void manyValuesAtRandomAreNoAssociation(long seed) {
        var random = new Random(seed);
        var table = new ContingencyTable();
        for (int i = 0; i < 200; i++) {
            table.count("value " + random.nextInt(50), "class " + random.nextInt(2));
        }

        assertThat(table.cramersV()).isLessThan(0.25);
    }

    private static ContingencyTable of(long[][] counts) {
        var table = new ContingencyTable();
        for (int r = 0; r < counts.length; r++) {
            for (int c = 0; c < counts[r].length; c++) {
                table.count("row " + r, "column " + c, counts[r][c]);
            }
        }
        return table;
    }
}

package org.equipoise.bench.training;

import org.equipoise.bench.report.Measurement;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SeriesTest {

    @Test
    void theFastestWayToUseALibraryCounts() {
        Series rates = new Series("Keras", true);
        Series times = new Series("Keras", false);
        for (double value : new double[] {1, 2, 9}) {
            rates.add("fit", value);
            rates.add("train_on_batch", 3);
            times.add("predict", value);
            times.add("call", 3);
        }

        assertThat(rates.best()).isEqualTo("train_on_batch");
        assertThat(times.best()).isEqualTo("predict");
    }

    @Test
    void aboveOneMeansThatOursIsFasterForRatesAndForTimes() {
        Measurement rate = series(true, 300, 100).against("train", series(true, 100, 100), "x");
        Measurement time = series(false, 1, 2).against("score", series(false, 2, 2), "x");

        assertThat(rate.lowest()).isEqualTo(1);
        assertThat(rate.highest()).isEqualTo(3);
        assertThat(time.median()).isEqualTo(1.5);
    }

    private static Series series(boolean moreIsBetter, double... values) {
        Series series = new Series("a library", moreIsBetter);
        for (double value : values) {
            series.add("x", value);
        }
        return series;
    }
}

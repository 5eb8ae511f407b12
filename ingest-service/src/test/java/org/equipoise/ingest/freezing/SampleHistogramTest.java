package org.equipoise.ingest.freezing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;

import org.equipoise.common.imaging.Pixels;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class SampleHistogramTest {

    /** Values 1 to 2000, each once: two in a thousand are 1 and 2, so the first thousandth ends with 2. */
    @Test
    void quantilesAreValuesThatOccur() {
        var histogram = new SampleHistogram();
        histogram.add(Pixels.ofShorts(50, 40, range(1, 2000)));

        assertThat(histogram.total()).isEqualTo(2000);
        assertThat(histogram.quantile(1)).isEqualTo(2);
        assertThat(histogram.quantile(500)).isEqualTo(1000);
        assertThat(histogram.quantile(999)).isEqualTo(1998);
        assertThat(histogram.quantile(1000)).isEqualTo(2000);
        assertThat(histogram.smallest()).isEqualTo(1);
        assertThat(histogram.largest()).isEqualTo(2000);
        assertThat(histogram.below(1)).isZero();
        assertThat(histogram.below(501)).isEqualTo(0.25);
        assertThat(histogram.above(1500)).isCloseTo(0.25, within(1e-12));
    }

    /** Seven samples: a thousandth of them is rounded up to one. */
    @Test
    void ofFewSamplesTheEndsAreTheSmallestAndTheLargest() {
        var histogram = new SampleHistogram();
        histogram.add(Pixels.ofShorts(7, 1, new short[] {(short) 65_535, 3, 900, 4, 40, 400, 0}));

        assertThat(histogram.quantile(1)).isZero();
        assertThat(histogram.quantile(999)).isEqualTo(65_535);
        assertThat(histogram.above(65_535)).isCloseTo(0, within(1e-12));
    }

    @Test
    void noSamplesHaveNoQuantile() {
        assertThatThrownBy(() -> new SampleHistogram().quantile(1)).isInstanceOf(IllegalStateException.class);
    }

    /** More images than are waited for together, counted by several threads. */
    @Test
    void theOrderAndTheThreadsDoNotMatter() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            ids.add(Integer.toString(i));
        }
        PixelSource source = id -> Pixels.ofShorts(2, 1, new short[] {(short) (13 * Integer.parseInt(id)), 7});
        SampleHistogram one = new SampleCounter(Runnable::run).count(ids, source);

        Collections.shuffle(ids, new Random(1));
        var pool = Executors.newFixedThreadPool(4);
        try {
            SampleHistogram other = new SampleCounter(pool).count(ids, source);

            assertThat(other.total()).isEqualTo(10_000).isEqualTo(one.total());
            for (int perMille = 1; perMille <= 1000; perMille++) {
                assertThat(other.quantile(perMille)).isEqualTo(one.quantile(perMille));
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void anImageOfEightBitsAmongThoseOfSixteenIsNotCounted() {
        assertThatThrownBy(() ->
                        new SampleCounter(Runnable::run).count(List.of("a"), id -> new Pixels(1, 1, 1, new byte[] {1})))
                .hasMessageStartingWith("image a is stored with 8 bits a sample, its record in labels.checked says 16");
    }

    private static short[] range(int from, int to) {
        short[] values = new short[to - from + 1];
        for (int i = 0; i < values.length; i++) {
            values[i] = (short) (from + i);
        }
        return values;
    }
}

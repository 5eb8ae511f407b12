package org.equipoise.local.client;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class QuietLimitTest {

    /** Near the end of its range, as {@link System#nanoTime} may be. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);

    private final QuietLimit limit = new QuietLimit(Duration.ofSeconds(10), nanos::get);

    @Test
    void theFirstLookIsProgressWhateverItSees() {
        assertThat(limit.moved(0)).isTrue();
        assertThat(limit.moved(0)).isFalse();
    }

    @Test
    void isPassedOnlyAfterThePatience() {
        limit.moved(3);
        after(Duration.ofSeconds(10));
        assertThat(limit.passed()).isFalse();

        after(Duration.ofNanos(1));
        assertThat(limit.passed()).isTrue();
        assertThat(limit.quiet()).isEqualTo(Duration.ofSeconds(10).plusNanos(1));
    }

    @Test
    void whatNeverMovesIsCountedFromTheBeginning() {
        after(Duration.ofSeconds(11));

        assertThat(limit.passed()).isTrue();
    }

    @Test
    void aWaitIsAsLongAsThereIsProgress() {
        for (int done = 0; done < 100; done++) {
            after(Duration.ofSeconds(9));
            assertThat(limit.moved(done)).isTrue();
            assertThat(limit.passed()).isFalse();
        }
        after(Duration.ofSeconds(9));
        assertThat(limit.moved(99)).isFalse();
        after(Duration.ofSeconds(2));
        assertThat(limit.passed()).isTrue();
    }

    @Test
    void aNumberThatFallsIsProgressToo() {
        limit.moved(5);
        after(Duration.ofSeconds(11));

        assertThat(limit.moved(4)).isTrue();
        assertThat(limit.quiet()).isZero();
    }

    private void after(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}

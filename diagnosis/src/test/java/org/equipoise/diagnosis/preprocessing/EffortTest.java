package org.equipoise.diagnosis.preprocessing;

import java.time.Duration;

import org.equipoise.common.imaging.InputShape;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EffortTest {

    private static final Duration TWO_MINUTES = Duration.ofMinutes(2);
    private static final InputShape SMALL = new InputShape(32, 32, 3);

    /** 84 s of 10 ms are 8,400 answers: 56 images under each of 150 candidates, and as many to confirm. */
    @Test
    void aSlowModelIsAskedAboutFewerImages() {
        assertThat(Effort.images(TWO_MINUTES, Duration.ofMillis(10), SMALL, 2, 400))
                .isEqualTo(112);
        assertThat(Effort.images(TWO_MINUTES, Duration.ofMillis(1), SMALL, 2, 400))
                .isEqualTo(400);
    }

    @Test
    void ofEachClassThereAreEnoughToConfirmHoweverSlowItIs() {
        assertThat(Effort.images(TWO_MINUTES, Duration.ofSeconds(5), SMALL, 3, 400))
                .isEqualTo(48);
        assertThat(Effort.images(TWO_MINUTES, Duration.ofSeconds(5), SMALL, 3, 30))
                .isEqualTo(30);
    }

    /** 64 Mi samples of 3 Mi each. */
    @Test
    void largeImagesAreFewerThanMemoryHolds() {
        assertThat(Effort.images(TWO_MINUTES, Duration.ofNanos(1), new InputShape(1024, 1024, 3), 1, 400))
                .isEqualTo(21);
    }
}

package org.equipoise.ingest.receiving;

import java.time.Instant;

import org.equipoise.common.imaging.Pixels;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HandedOverTest {

    private static final int BYTES = 8 * 8 + 36;

    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private final HandedOver handedOver = new HandedOver(8 * BYTES, () -> now);

    @Test
    void anImageIsHandedOverOnce() {
        handedOver.offer("a", image());

        assertThat(handedOver.take("b")).isEmpty();
        assertThat(handedOver.take("a")).isPresent();
        assertThat(handedOver.take("a")).isEmpty();
    }

    @Test
    void whatCameFirstStaysWhenThereIsNoRoom() {
        for (int i = 0; i < 10; i++) {
            handedOver.offer("image-" + i, image());
        }

        assertThat(handedOver.take("image-0")).isPresent();
        assertThat(handedOver.take("image-7")).isPresent();
        assertThat(handedOver.take("image-8")).isEmpty();
    }

    @Test
    void whatIsTakenMakesRoom() {
        for (int i = 0; i < 1000; i++) {
            handedOver.offer("image-" + i, image());
            assertThat(handedOver.take("image-" + i)).isPresent();
        }
    }

    @Test
    void theSameKeyAgainTakesItsRoomOnce() {
        for (int i = 0; i < 100; i++) {
            handedOver.offer("same", image());
        }

        handedOver.offer("other", image());
        assertThat(handedOver.take("other")).isPresent();
    }

    @Test
    void whatNobodyTakesForAMinuteMakesRoom() {
        for (int i = 0; i < 8; i++) {
            handedOver.offer("old-" + i, image());
        }
        now = now.plusSeconds(61);

        handedOver.offer("new", image());

        assertThat(handedOver.take("new")).isPresent();
        assertThat(handedOver.take("old-0")).isEmpty();
    }

    @Test
    void anImageThatWouldTakeMostOfItIsNotKept() {
        handedOver.offer("large", new HandedOver.Image("id", new Pixels(10, 10, 1, new byte[100]), new byte[1]));

        assertThat(handedOver.take("large")).isEmpty();
    }

    private static HandedOver.Image image() {
        return new HandedOver.Image("id", new Pixels(8, 8, 1, new byte[64]), new byte[36]);
    }
}

package org.equipoise.dicom;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.equipoise.dicom.tool.MutationFuzz;
import org.equipoise.dicom.tool.MutationFuzz.Tally;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A short portion; {@code dicom/run fuzz} does it for long. */
class MutationFuzzTest {

    @Test
    void damagedObjectsEndInAnImageOrAReason() throws Exception {
        Map<String, byte[]> seeds = new LinkedHashMap<>(MutationFuzz.drawn());

        Tally tally = new MutationFuzz(Duration.ofSeconds(10), Duration.ofMillis(500)).run(seeds, 1_000, 7);

        assertThat(tally.failures()).isEmpty();
        assertThat(tally.decoded()).isBetween(150, 750);
        assertThat(tally.refused()).hasSizeGreaterThan(12);
    }

    @Test
    void drawnObjectsAreWholeBeforeTheyAreDamaged() throws Exception {
        Map<String, byte[]> seeds = MutationFuzz.drawn();
        try (var decoder = new org.equipoise.dicom.pixel.PixelDecoder(Limits.DEFAULT)) {
            for (byte[] object : seeds.values()) {
                var pixels = decoder.open(Dicom.read(object, Limits.DEFAULT));
                assertThat(pixels.frame(pixels.frames() - 1).width()).isBetween(33, 34);
            }
        }
    }
}

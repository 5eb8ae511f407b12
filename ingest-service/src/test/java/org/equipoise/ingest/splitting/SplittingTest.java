package org.equipoise.ingest.splitting;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.equipoise.common.imaging.ImageId;
import org.equipoise.common.labels.Split;
import org.equipoise.ingest.TestImages;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SplittingTest {

    /** Any well-mixed hash will do here; the real one is checked against its RFC. */
    private static final KeyedHash HASH =
            value -> ImageId.of(TestImages.noise(8, 8, 1, 0x9e3779b97f4a7c15L * value.hashCode()));

    private final Splitting splitting = new Splitting(HASH);

    @Test
    void patientsFallInto70And15And15Parts() {
        Map<Split, Integer> counts = new EnumMap<>(Split.class);

        IntStream.range(0, 10_000)
                .mapToObj(i -> splitting.split(splitting.patientGroup("patient-" + i), "unused"))
                .forEach(split -> counts.merge(split, 1, Integer::sum));

        assertThat(counts.get(Split.TRAIN)).isCloseTo(7000, within(150));
        assertThat(counts.get(Split.VALIDATION)).isCloseTo(1500, within(120));
        assertThat(counts.get(Split.TEST)).isCloseTo(1500, within(120));
    }

    @Test
    void allImagesOfAPatientGoToTheSameSplit() {
        String group = splitting.patientGroup("patient-7");

        assertThat(IntStream.range(0, 100).mapToObj(i -> splitting.split(group, "image-" + i)))
                .containsOnly(splitting.split(group, "another"));
    }

    @Test
    void thePatientKeyIsNotInItsGroup() {
        assertThat(splitting.patientGroup("patient-7")).matches("[0-9a-f]{32}");
        assertThat(splitting.patientGroup(null)).isNull();
        assertThat(splitting.patientGroup(" ")).isNull();
    }

    @Test
    void withoutAPatientTheImagesAreSpread() {
        assertThat(IntStream.range(0, 200)
                        .mapToObj(i -> splitting.split(null, "image-" + i))
                        .distinct())
                .containsExactlyInAnyOrder(Split.values());
    }

    @Test
    void testWinsOverValidationOverTrain() {
        assertThat(Splitting.strictest(List.of(Split.TRAIN, Split.TEST, Split.VALIDATION)))
                .contains(Split.TEST);
        assertThat(Splitting.strictest(List.of(Split.VALIDATION, Split.TRAIN))).contains(Split.VALIDATION);
        assertThat(Splitting.strictest(List.of())).isEmpty();
    }
}

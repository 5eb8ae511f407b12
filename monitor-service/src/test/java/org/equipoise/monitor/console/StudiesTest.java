package org.equipoise.monitor.console;

import java.time.Instant;

import org.equipoise.common.events.ImageIngested;
import org.equipoise.monitor.console.Studies.Context;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StudiesTest {

    private static final Instant TIME = Instant.parse("2026-11-23T08:00:00Z");

    private final Studies studies = new Studies(5);

    @Test
    void anImageIsAmongThoseOfItsStudyInTheOrderInWhichTheyCame() {
        studies.ingested(image("s1", 3));
        studies.ingested(image("s1", 1));
        studies.ingested(image("s2", 2));
        studies.ingested(image("s1", 3));

        Context context = studies.of("lung", id(1)).orElseThrow();

        assertThat(context.images()).containsExactly(id(3), id(1));
        assertThat(context.modality()).isEqualTo("DX");
        assertThat(context.station()).isEqualTo("room 2");
        assertThat(studies.together("lung", id(2))).containsExactly(id(2));
        assertThat(studies.of("heart", id(1))).isEmpty();
    }

    @Test
    void ofPixelsThatCameTwiceTheLaterStudyIsTold() {
        studies.ingested(image("s1", 1));
        studies.ingested(image("s2", 2));
        studies.ingested(image("s2", 1));

        assertThat(studies.together("lung", id(1))).containsExactlyInAnyOrder(id(1), id(2));
    }

    @Test
    void theStudyThatCameLongestAgoIsForgottenFirst() {
        for (int n = 0; n < 6; n++) {
            studies.ingested(image("s" + n / 2, n));
        }

        assertThat(studies.of("lung", id(0))).isEmpty();
        assertThat(studies.of("lung", id(1))).isEmpty();
        assertThat(studies.together("lung", id(2))).hasSize(2);
        assertThat(studies.together("lung", id(5))).hasSize(2);
    }

    @Test
    void ofALargeStudyTheImagesNearestAreTold() {
        Studies large = new Studies();
        for (int n = 0; n < 1000; n++) {
            large.ingested(image("s", n));
        }

        assertThat(large.of("lung", id(0)).orElseThrow().images()).hasSize(200).startsWith(id(0), id(1));
        assertThat(large.of("lung", id(500)).orElseThrow().images())
                .hasSize(200)
                .startsWith(id(400))
                .contains(id(500));
        assertThat(large.of("lung", id(999)).orElseThrow().images())
                .hasSize(200)
                .endsWith(id(999));
    }

    private static String id(int n) {
        return String.format(java.util.Locale.ROOT, "%064x", n);
    }

    private static ImageIngested image(String study, int n) {
        return new ImageIngested(
                "lung",
                id(n),
                study,
                "lung/" + n + ".png",
                n + ".dcm",
                64,
                64,
                1,
                "DX",
                null,
                null,
                2,
                null,
                TIME,
                TIME,
                "room 2");
    }
}

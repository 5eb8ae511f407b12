package org.equipoise.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.messaging.EventCodec;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Order(1)
class LoopIT {

    @Test
    void aSetBecomesAPromotedModelWhoseCollapseRaisesAnAlert() throws IOException {
        RunningStack stack = RunningStack.shared();

        Loop loop = Loop.through(stack);

        assertThat(loop.imported())
                .satisfies(o -> assertThat(o.exitCode()).as(o.output()).isZero());
        assertThat(loop.imported().output()).containsPattern("spot +30 +20 +20");
        assertThat(loop.trained())
                .satisfies(o -> assertThat(o.exitCode()).as(o.output()).isZero());
        assertThat(loop.trained().output()).contains("is promoted");
        assertThat(loop.predicted())
                .satisfies(o -> assertThat(o.exitCode()).as(o.output()).isZero());
        assertThat(loop.table()).hasSize(161);
        assertThat(loop.alertsWhileHealthy())
                .as("no alert while the answers are healthy")
                .isEmpty();
        assertThat(loop.broken())
                .satisfies(o -> assertThat(o.exitCode()).as(o.output()).isZero());
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Loop.alerts(stack)).anySatisfy(alert -> {
                    assertThat(alert.className()).isEqualTo("spot");
                    assertThat(alert.kind()).isEqualTo(AlertChanged.Kind.COLLAPSE);
                    assertThat(alert.odds()).isGreaterThanOrEqualTo(1e6);
                }));

        // The images are as sound as before; only there is one kind of them.
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            JsonNode collapse = collapse(stack);
            assertThat(collapse.at("/canaries/finding").asText()).isEqualTo("sound");
            assertThat(collapse.at("/attribution/cause").asText())
                    .as("%s", collapse.at("/attribution"))
                    .isEqualTo("population");
        });

        RunningStack.Outcome status = stack.command("status");
        RunningStack.Outcome trace = stack.command("trace", "test/spot/" + Loop.firstSpot());

        assertThat(status.output()).contains("loop", "firing");
        assertThat(trace.output())
                .containsSubsequence("studies.published", "images.ingested", "labels.checked", "datasets.frozen")
                .contains("labels.submitted");
    }

    /** What the recipe makes of the images that were trained on, as a picture of 2 rows and 4 columns. */
    @Test
    void augmentationIsLookedAtBeforeATraining() throws IOException {
        RunningStack stack = RunningStack.shared();
        Path sheet = Loop.through(stack).folder().resolve("sheet.png");

        RunningStack.Outcome outcome = stack.command(
                "augment-preview",
                Loop.MODEL,
                "--images",
                "2",
                "--copies",
                "3",
                "--set",
                "noiseFraction=0.05",
                "--out",
                sheet.toString());

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("modality OT", "noiseFraction=0.05", sheet.toString());
        Pixels picture = PngCodec.decode(Files.readAllBytes(sheet));
        assertThat(picture.width()).isGreaterThan(picture.height());
    }

    private static JsonNode collapse(RunningStack stack) throws IOException {
        var address = stack.connection().service("monitor-service").resolve("/models/" + Loop.MODEL + "/collapse");
        try (var body = address.toURL().openStream()) {
            return EventCodec.mapper().readTree(body.readAllBytes()).get(0);
        }
    }
}

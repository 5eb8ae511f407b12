package org.equipoise.local.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.EventExamples;
import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.common.storage.S3Settings;
import org.equipoise.local.testing.FakeService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PreviewClientTest {

    private final FakeService augment = new FakeService();
    private final PreviewClient client = new PreviewClient(new StackConnection(
            "127.0.0.1:9",
            new S3Settings("http://127.0.0.1:9", "a", "b", "r"),
            Map.of("augment-service", augment.address())));

    @AfterEach
    void stop() {
        augment.close();
    }

    @Test
    void theSheetIsHandedOnAsItComes() throws IOException {
        augment.says("/preview", 200, "a picture");
        var out = new ByteArrayOutputStream();

        client.write(version(null), "rotationDegrees=10.0,horizontalFlip=true", new PreviewClient.Sheet(3, 2, 7), out);

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a picture");
        assertThat(augment.asked())
                .containsExactly("GET /preview?dataset=chest&version=v1"
                        + "&augmentation=rotationDegrees%3D10.0%2ChorizontalFlip%3Dtrue&images=3&copies=2&seed=7 ");
    }

    @Test
    void samplesOfSixteenBitsAreSeenThroughTheWindowOfTheirVersion() {
        assertThat(PreviewClient.path(
                        version(new ValueWindow(12, 3071, "by hand")), "", new PreviewClient.Sheet(1, 1, 1)))
                .isEqualTo("/preview?dataset=chest&version=v1&augmentation=&window=12:3071&images=1&copies=1&seed=1");
    }

    @Test
    void whatAugmentRefusesIsSaidInItsWords() {
        augment.says("/preview", 400, "{\"problem\": \"copies must be a whole number in [1, 12], got 99\"}");

        assertThatThrownBy(() ->
                        client.write(version(null), "", new PreviewClient.Sheet(1, 99, 1), new ByteArrayOutputStream()))
                .isInstanceOf(ClientException.class)
                .hasMessage("copies must be a whole number in [1, 12], got 99");
    }

    private static DatasetFrozen version(@Nullable ValueWindow window) {
        DatasetFrozen e = EventExamples.datasetFrozen();
        return new DatasetFrozen(
                "chest",
                "v1",
                e.contentHash(),
                e.manifestKey(),
                e.labelSet(),
                e.modality(),
                e.shape(),
                e.classCounts(),
                e.packs(),
                e.findings(),
                Instant.ofEpochSecond(9),
                window,
                null);
    }
}

package org.equipoise.ingest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

import jakarta.inject.Inject;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.events.RejectionReason;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.storage.S3Config;
import org.equipoise.local.client.IngestionProgress;
import org.equipoise.local.client.Progress;
import org.equipoise.local.client.Publication;
import org.equipoise.local.client.PublishOptions;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.client.StudyPublisher;
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.ImageSets;
import org.equipoise.local.testing.StackResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What the command line publishes, ingest takes, and the command line knows when all of it is dealt with. */
@QuarkusTest
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
class PublishedSetIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    S3Config s3;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    @SuppressWarnings("NullAway.Init")
    String bootstrapServers;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aPatientWithTheSameImageTwiceIsTakenWholeAndTheWaitEnds() throws IOException {
        byte[] first = PngCodec.encode(TestImages.grey(71));
        write("ill/P1/1.png", first);
        write("ill/P1/again.png", first);
        write("ill/P1/2.png", PngCodec.encode(TestImages.grey(72)));
        write("ill/P1/broken.png", "no image".getBytes(StandardCharsets.UTF_8));
        write("well/P2/3.png", PngCodec.encode(TestImages.grey(73)));

        IngestionProgress.Result result = imported("patients");

        assertThat(result.ingested()).hasSize(4);
        assertThat(result.distinct()).isEqualTo(3);
        assertThat(result.accepted()).isEqualTo(3);
        assertThat(result.rejected())
                .singleElement()
                .satisfies(event -> assertThat(event.reason()).isEqualTo(RejectionReason.UNSUPPORTED_FORMAT));
        assertThat(result.standings()).allMatch(standing -> standing.patientGroup() != null);
    }

    private IngestionProgress.Result imported(String dataset) {
        var connection = new StackConnection(bootstrapServers, s3.settings(), Map.of());
        try (ImageSet set = ImageSets.open(folder);
                var publisher = new StudyPublisher(connection, Clock.systemUTC())) {
            publisher.declare(dataset, new LabelSet(set.classes()));
            Publication publication = publisher.publish(
                    set.images(), new PublishOptions(dataset, "OT", null, dataset, true), Progress.NONE);
            return IngestionProgress.await(connection, publication, PATIENCE, Progress.NONE);
        }
    }

    private void write(String path, byte[] bytes) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.resolveSibling(""));
        Files.write(file, bytes);
    }
}

package org.equipoise.ingest;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.imaging.ImageId;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.messaging.Topics;
import org.equipoise.ingest.doors.Instances;
import org.equipoise.ingest.kafka.PollingTurn;
import org.equipoise.ingest.orthanc.FakeOrthanc;
import org.equipoise.ingest.orthanc.OrthancServer;
import org.equipoise.ingest.orthanc.Turn;
import org.equipoise.local.testing.StackResource;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** One address, at which there is nobody, then a server, then another one. */
@QuarkusTest
@TestProfile(OrthancProfile.class)
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OrthancIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Turn turn;
    private final String bootstrapServers;
    private final IngestTopics topics;
    private final String url;
    private final Queue<String> logged = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path folder = Path.of("");

    @Inject
    OrthancIT(
            Turn turn,
            @ConfigProperty(name = "equipoise.ingest.orthanc.url") String url,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.turn = turn;
        this.bootstrapServers = bootstrapServers;
        this.url = url;
        topics = new IngestTopics(bootstrapServers);
    }

    private int port() {
        return URI.create(url).getPort();
    }

    private static byte[] radiograph(String study, int seed) {
        return Instances.radiograph(study, study + "." + seed, seed).toBytes();
    }

    /** Arrivals of the radiographs of these seeds. */
    private List<ImageIngested> ingested(int... seeds) {
        Set<String> images = IntStream.of(seeds)
                .mapToObj(seed -> ImageId.of(new Pixels(
                        Instances.SIDE,
                        Instances.SIDE,
                        1,
                        Instances.drawing(seed, 8).bytes(8))))
                .collect(Collectors.toSet());
        return topics.read(Topics.IMAGES_INGESTED, ImageIngested.class).stream()
                .filter(event -> images.contains(event.imageId()))
                .toList();
    }

    private void awaitOnce(int... seeds) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ingested(seeds).stream()
                                .map(event -> event.studyId() + " " + event.key())
                                .distinct())
                        .hasSize(seeds.length));
    }

    private static void assertCounted(String outcome) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(RestAssured.get("/q/metrics").asString())
                        .contains("equipoise_ingest_orthanc_total{outcome=\"" + outcome + "\""));
    }

    @Test
    @Order(1)
    void theServiceIsReadyThoughNobodyIsThere() {
        assertCounted("failed-orthanc");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(RestAssured.get("/q/health/ready").statusCode())
                                .isEqualTo(200));
    }

    @Test
    @Order(2)
    void aStudyIsThereOnceAndWhatComesLateComesToIt() throws IOException {
        Handler listening = listening();
        Logger.getLogger("").addHandler(listening);
        var orthanc = new FakeOrthanc();
        try (var server = new OrthancServer(port(), orthanc, OrthancProfile.USER, OrthancProfile.PASSWORD)) {
            synchronized (orthanc) {
                for (int seed = 901; seed <= 903; seed++) {
                    orthanc.store("1.2.900", "1.2.900." + seed, radiograph("1.2.900", seed));
                }
                orthanc.stable("1.2.900");
            }
            awaitOnce(901, 902, 903);
            synchronized (orthanc) {
                orthanc.store("1.2.900", "1.2.900.904", radiograph("1.2.900", 904));
                orthanc.stable("1.2.900");
            }
            awaitOnce(901, 902, 903, 904);
        } finally {
            Logger.getLogger("").removeHandler(listening);
        }

        List<ImageIngested> events = ingested(901, 902, 903, 904);
        assertThat(events)
                .extracting(ImageIngested::studyId)
                .containsOnly(events.get(0).studyId());
        List<StudyPublished> published = topics.read(Topics.STUDIES_PUBLISHED, StudyPublished.class).stream()
                .filter(event -> event.studyId().equals(events.get(0).studyId()))
                .toList();
        assertThat(published).extracting(event -> event.images().size()).containsExactly(3, 4);
        assertCounted("taken");
        String log = String.join("\n", logged);
        assertThat(log)
                .contains("study of Orthanc taken")
                .doesNotContain("1.2.900", OrthancProfile.PASSWORD, FakeOrthanc.id("1.2.900"));
    }

    @Test
    @Order(3)
    void anotherServerAtTheSameAddressIsReadFromItsBeginning() throws IOException {
        Optional<Path> program = RealOrthanc.program();
        assumeTrue(program.isPresent(), "skipped: Orthanc is not installed (apt-get install orthanc)");
        try (var orthanc = new RealOrthanc(program.orElseThrow(), folder, port())) {
            for (int seed = 911; seed <= 913; seed++) {
                orthanc.store(radiograph("1.2.910", seed));
                orthanc.store(radiograph("1.2.920", seed + 10));
            }
            awaitOnce(911, 912, 913, 921, 922, 923);
            // It forgets that it would have said that the study is stable.
            orthanc.store(radiograph("1.2.930", 931));
            orthanc.killAndStart();
            awaitOnce(931);
        }
        assertThat(ingested(911, 912, 913, 921, 922, 923).stream()
                        .map(ImageIngested::studyId)
                        .distinct())
                .hasSize(2);
    }

    @Test
    @Order(4)
    void oneOfSeveralServicesAsks() {
        await().atMost(PATIENCE).until(turn::isOurs);
        try (var second = new PollingTurn(bootstrapServers, url);
                var third = new PollingTurn(bootstrapServers, url)) {
            second.start();
            third.start();
            await().during(Duration.ofSeconds(3))
                    .atMost(PATIENCE)
                    .until(() -> List.of(turn, second, third).stream()
                                    .filter(Turn::isOurs)
                                    .count()
                            == 1);
        }
        await().atMost(PATIENCE).until(turn::isOurs);
    }

    private Handler listening() {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                logged.add(line.getMessage() + " " + Arrays.toString(line.getParameters()) + " " + line.getThrown());
            }

            @Override
            public void flush() {
                // Nothing waits.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }
}

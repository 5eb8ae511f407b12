package org.equipoise.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.ModelTrained;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.Topics;
import org.equipoise.local.client.DatasetClient;
import org.equipoise.local.client.IngestionProgress;
import org.equipoise.local.client.PredictionClient;
import org.equipoise.local.client.Progress;
import org.equipoise.local.client.Publication;
import org.equipoise.local.client.PublishOptions;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.client.StudyPublisher;
import org.equipoise.local.client.TrainingClient;
import org.equipoise.local.client.TrainingOutcome;
import org.equipoise.local.sets.SetImage;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Every service is killed while it works and is started again by the launcher: nothing is lost, nothing comes twice.
 */
@Order(2)
class KillIT {

    private static final String NAME = "kill";
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private final RunningStack stack = RunningStack.shared();
    private final StackConnection connection = stack.connection();

    @Test
    void nothingIsLostAndNothingComesTwiceWhenServicesAreKilled() {
        Publication labelled = publishWhileIngestIsKilled(labelled());
        // One transaction ends on each of its partitions by itself.
        await().atMost(PATIENCE).untilAsserted(() -> everyImageAndLabelOnce(labelled));

        ModelTrained trained = trainWhileAugmentAndTrainerAreKilled();
        assertThat(Events.of(connection, Topics.MODELS_TRAINED, ModelTrained.class, same(trained)))
                .hasSize(1);

        Publication unlabelled = scoreWhileTrainerAndMonitorAreKilled();
        everyPredictionOnce(unlabelled, trained.version());
    }

    private Publication publishWhileIngestIsKilled(List<SetImage> images) {
        try (var publisher = new StudyPublisher(connection, Clock.systemUTC())) {
            publisher.declare(NAME, new LabelSet(TinyImages.CLASSES));
            var publishing = CompletableFuture.supplyAsync(
                    () -> publisher.publish(images, PublishOptions.collect(NAME, "OT"), Progress.NONE));
            await().atMost(PATIENCE).until(() -> ingested().size() > 30);
            stack.kill("ingest-service");
            Publication publication = publishing.join();
            IngestionProgress.await(connection, publication, PATIENCE, Progress.NONE);
            return publication;
        }
    }

    private List<ImageIngested> ingested() {
        return Events.of(
                connection,
                Topics.IMAGES_INGESTED,
                ImageIngested.class,
                e -> e.dataset().equals(NAME));
    }

    private void everyImageAndLabelOnce(Publication publication) {
        Set<String> studies = distinct(publication.images(), Publication.PublishedImage::studyId);
        assertThat(ingested())
                .hasSize(studies.size())
                .extracting(ImageIngested::studyId)
                .containsExactlyInAnyOrderElementsOf(studies);
        assertThat(Events.of(
                        connection,
                        Topics.LABELS_SUBMITTED,
                        LabelSubmitted.class,
                        e -> e.dataset().equals(NAME)))
                .hasSize(studies.size());
        Map<String, LabelChecked> last = new java.util.HashMap<>();
        Events.of(
                        connection,
                        Topics.LABELS_CHECKED,
                        LabelChecked.class,
                        e -> e.dataset().equals(NAME))
                .forEach(event -> last.put(event.key(), event));
        assertThat(last.values())
                .hasSize(studies.size())
                .allMatch(event -> event.standing() == LabelChecked.Standing.ACCEPTED && event.occurrences() == 1);
    }

    private ModelTrained trainWhileAugmentAndTrainerAreKilled() {
        DatasetFrozen version = new DatasetClient(connection).freeze(NAME, 24);
        var client = new TrainingClient(connection, Clock.systemUTC());
        TrainingRequested request = client.request(
                version, new TrainingClient.Request(NAME, "auto", Map.of("epochs", "8", "patience", "8"), 3));
        List<TrainingProgressed.Phase> phases = new ArrayList<>();
        TrainingOutcome outcome = client.follow(request.runId(), PATIENCE, event -> {
            phases.add(event.phase());
            if (event.telemetry() != null && event.epoch() == 1) {
                stack.kill("augment-service");
            } else if (event.telemetry() != null && event.epoch() == 3) {
                stack.kill("trainer-service");
            }
        });

        assertThat(phases).contains(TrainingProgressed.Phase.RESUMED);
        assertThat(outcome.decided()).as("outcome %s", outcome).isPresent();
        TrainingOutcome.Decided decided = outcome.decided().orElseThrow();
        assertThat(decided.promoted()).as("%s", decided.decision()).isTrue();
        return decided.trained();
    }

    private static java.util.function.Predicate<ModelTrained> same(ModelTrained trained) {
        return event -> event.runId().equals(trained.runId());
    }

    private Publication scoreWhileTrainerAndMonitorAreKilled() {
        try (var publisher = new StudyPublisher(connection, Clock.systemUTC())) {
            var options = PublishOptions.score(NAME, "kill-incoming", "OT", "kill-feed");
            List<SetImage> images = TinyImages.mixed(240, 70_000, null).stream()
                    .map(SetImage::unlabelled)
                    .toList();
            var publishing = CompletableFuture.supplyAsync(() -> publisher.publish(images, options, Progress.NONE));
            await().atMost(PATIENCE).until(() -> predictions().size() > 20);
            stack.kill("trainer-service");
            stack.kill("monitor-service");
            Publication publication = publishing.join();
            new PredictionClient(connection).collect(publication, PATIENCE, Progress.NONE);
            return publication;
        }
    }

    private List<PredictionMade> predictions() {
        return Events.of(
                connection,
                Topics.PREDICTIONS_MADE,
                PredictionMade.class,
                e -> e.model().equals(NAME));
    }

    private void everyPredictionOnce(Publication publication, String version) {
        Set<String> studies = distinct(publication.images(), Publication.PublishedImage::studyId);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(predictions())
                        .hasSize(studies.size())
                        .allMatch(prediction -> prediction.modelVersion().equals(version))
                        .extracting(PredictionMade::studyId)
                        .containsExactlyInAnyOrderElementsOf(studies));
        // the monitor was killed too and may not listen yet
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> assertThat(watched(version)).isEqualTo(studies.size()));
    }

    /** Predictions that the monitor has counted. */
    private long watched(String version) throws IOException, InterruptedException {
        URI address = connection.service("monitor-service").resolve("/models");
        HttpResponse<byte[]> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).isEqualTo(200);
        for (JsonNode model : EventCodec.mapper().readTree(response.body())) {
            if (model.path("version").asText().equals(version)) {
                return model.path("predictions").asLong();
            }
        }
        return 0;
    }

    private static <T> Set<String> distinct(List<T> items, Function<T, String> key) {
        Set<String> keys = new HashSet<>();
        items.forEach(item -> keys.add(key.apply(item)));
        assertThat(keys).hasSameSizeAs(items);
        return keys;
    }

    private static List<SetImage> labelled() {
        List<SetImage> images = new ArrayList<>(TinyImages.mixed(320, 100_000, Split.TRAIN));
        images.addAll(TinyImages.mixed(80, 110_000, Split.VALIDATION));
        images.addAll(TinyImages.mixed(80, 120_000, Split.TEST));
        return images;
    }
}

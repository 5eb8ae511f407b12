package org.equipoise.trainer.kafka;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.LabelSuspected;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.local.testing.StackResource;
import org.equipoise.trainer.labels.AuditWorld;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
class LabelAuditIT {

    private final ObjectStore objects;
    private final TestTopics topics;

    @Inject
    LabelAuditIT(ObjectStore objects, TestTopics topics) {
        this.objects = objects;
        this.topics = topics;
    }

    @Test
    void aRequestWithTheRecipeLabelsBecomesSuspectsAndNoModel() {
        int[] given = AuditWorld.labels(10);
        AuditWorld.store(objects, AuditWorld.DATASET, given);
        DatasetFrozen frozen = AuditWorld.frozen(AuditWorld.DATASET, given);
        var request = new TrainingRequested(
                "run-audit",
                "audited-labels",
                frozen.dataset(),
                frozen.version(),
                "labels",
                Map.of(),
                7,
                Clock.systemUTC().instant());
        topics.send(Topics.DATASETS_FROZEN, frozen.key(), EventCodec.write(frozen));
        topics.send(Topics.TRAINING_REQUESTED, request.model(), EventCodec.write(request));

        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(
                                topics.events(Topics.TRAINING_PROGRESSED, "run-audit", TrainingProgressed.class))
                        .extracting(TrainingProgressed::phase)
                        .containsExactly(Phase.STARTED, Phase.FINISHED));

        // They are acknowledged, each by itself, before the end is said: no transaction is open that could hide
        // one.
        List<LabelSuspected> planted = java.util.stream.IntStream.range(0, 10)
                .mapToObj(i -> frozen.dataset() + "/" + AuditWorld.imageId(i))
                .flatMap(key -> topics.events(Topics.LABELS_SUSPECTED, key, LabelSuspected.class).stream())
                .toList();
        assertThat(planted)
                .hasSizeBetween(9, 10)
                .allMatch(event -> event.runId().equals("run-audit"));
        assertThat(topics.read(Topics.MODELS_TRAINED, "audited-labels")).isEmpty();
    }
}

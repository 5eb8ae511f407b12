package org.equipoise.trainer.diagnosis;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.equipoise.common.events.DiagnosisMade;
import org.equipoise.common.events.DiagnosisRequested;
import org.equipoise.diagnosis.card.Diagnosis;
import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.diagnosis.ranking.Forest;
import org.equipoise.diagnosis.ranking.Tree;
import org.equipoise.trainer.labels.SeeingNetworks;
import org.equipoise.trainer.tensorflow.TensorFlowConfigs;
import org.equipoise.trainer.tensorflow.TensorFlowNetworks;
import org.equipoise.trainer.training.DatasetPacks;
import org.equipoise.trainer.training.NetworkFactory;
import org.equipoise.trainer.training.TrainingWorld;
import org.equipoise.trainer.training.VersionFeatures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.equipoise.trainer.training.TrainingWorld.request;

/** Runs on stripes; whether the weights moved tells the causes apart, and nothing else. */
class RunDiagnosisTest {

    static final Forest FOREST = new Forest(
            List.of(new Tree(List.of(
                    Tree.Node.asking(
                            new Tree.Question(Measure.WEIGHTS_MOVED, -2, 2),
                            Tree.Node.end(Map.of(Cause.LEARNING_RATE_TOO_LOW, 9.0)),
                            Tree.Node.end(Map.of(Cause.HEALTHY, 9.0))),
                    Tree.Node.end(Map.of(Cause.LEARNING_RATE_TOO_LOW, 9.0)),
                    Tree.Node.end(Map.of(Cause.HEALTHY, 9.0))))),
            1);

    @TempDir
    Path scratch;

    private final List<DiagnosisMade> events = new ArrayList<>();
    private final List<Diagnosis> cards = new ArrayList<>();
    private final List<DiagnosisRequested> requests = new ArrayList<>();
    private final List<String> pages = new ArrayList<>();

    @Test
    void aRunThatCollapsedIsDiagnosedOnce() {
        TrainingWorld world = world(false);

        world.service().run(request("naive", Map.of("learningRate", "0.000001", "epochs", "1", "batchSize", "32")));

        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.runId()).isEqualTo("run-1");
            assertThat(event.diagnosisId()).isEqualTo("run-1");
            assertThat(event.version()).hasSize(12);
            assertThat(event.causes().get(0).cause()).isEqualTo("learning-rate-too-low");
            assertThat(event.cardKey()).isEqualTo("stripes/diagnoses/run-1.json");
        });
        assertThat(cards).singleElement().satisfies(card -> {
            assertThat(card.condition()).startsWith("collapsed");
            assertThat(card.sentence()).contains("rate is too low");
            assertThat(card.recalls()).hasSize(2);
            assertThat(card.evidence())
                    .extracting(Diagnosis.NamedEvidence::measure)
                    .startsWith("weights-moved")
                    .contains("imbalance-ratio");
        });
        assertThat(pages).singleElement().asString().contains("learning rate too low", "<svg");
        assertThat(requests).as("every experiment was made").isEmpty();
    }

    @Test
    void aRunThatLearntIsNot() {
        TrainingWorld world = world(false);

        world.service().run(request("naive", Map.of("epochs", "4", "batchSize", "32")));

        assertThat(world.outcomes()).hasSize(1);
        assertThat(events).isEmpty();
    }

    @Test
    void whileAnotherRunWaitsNoExperimentIsMade() {
        TrainingWorld world = world(true);

        world.service().run(request("naive", Map.of("learningRate", "0.000001", "epochs", "1", "batchSize", "32")));

        assertThat(cards).singleElement().satisfies(card -> {
            assertThat(card.missing())
                    .extracting(Diagnosis.Missing::what)
                    .contains("preprocessing-gain", "other-learner");
            assertThat(card.evidence())
                    .extracting(Diagnosis.NamedEvidence::measure)
                    .doesNotContain("pretrained-learner");
        });
        assertThat(requests).as("they are made up for later").singleElement().satisfies(request -> {
            assertThat(request.model()).isEqualTo("stripes");
            assertThat(request.runId()).isEqualTo("run-1");
            assertThat(request.minutes()).isEqualTo(2);
        });
    }

    private TrainingWorld world(boolean othersWait) {
        NetworkFactory networks = new TensorFlowNetworks(TensorFlowConfigs.defaults(), scratch);
        var world = new TrainingWorld(networks);
        DiagnosisConfig config = new SmallRyeConfigBuilder()
                .withMapping(DiagnosisConfig.class)
                .build()
                .getConfigMapping(DiagnosisConfig.class);
        world.afterwards(new RunDiagnosis(
                new DatasetPacks(world.objects()),
                new VersionFeatures(
                        new DatasetPacks(world.objects()),
                        SeeingNetworks.differences(),
                        Clock.systemUTC(),
                        Duration.ofSeconds(10)),
                networks,
                FOREST,
                test -> false,
                () -> othersWait,
                (event, card, page) -> {
                    events.add(event);
                    cards.add(card);
                    pages.add(page);
                },
                requests::add,
                config,
                Clock.systemUTC()));
        return world;
    }
}

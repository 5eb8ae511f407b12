package org.equipoise.trainer.diagnosis;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.equipoise.common.events.DiagnosisMade;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.storage.Bucket;
import org.equipoise.diagnosis.card.Diagnosis;
import org.equipoise.diagnosis.card.Diagnosis.Repair;
import org.equipoise.trainer.tensorflow.TensorFlowConfigs;
import org.equipoise.trainer.tensorflow.TensorFlowNetworks;
import org.equipoise.trainer.training.DatasetManifest;
import org.equipoise.trainer.training.DatasetPacks;
import org.equipoise.trainer.training.EndedRun;
import org.equipoise.trainer.training.FrozenNetworks;
import org.equipoise.trainer.training.NetworkFactory;
import org.equipoise.trainer.training.TrainingWorld;
import org.equipoise.trainer.training.VersionFeatures;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.equipoise.trainer.training.TrainingWorld.request;

/** A run on stripes at a rate at which nothing moves, and one that should repair it. */
class RunRepairTest {

    private static final Map<String, String> STUCK =
            Map.of("learningRate", "0.000001", "epochs", "1", "batchSize", "32");
    private static final Map<String, String> SOUND = Map.of("epochs", "4", "batchSize", "32");

    @TempDir
    Path scratch;

    private final List<DiagnosisMade> events = new ArrayList<>();
    private TrainingWorld world;
    private EndedRun.Aftermath repair = EndedRun.Aftermath.NONE;

    @BeforeEach
    void aRunCollapsed() {
        NetworkFactory networks = new TensorFlowNetworks(TensorFlowConfigs.defaults(), scratch);
        world = new TrainingWorld(networks);
        DiagnosisSink sink = (event, card, page) -> {
            events.add(event);
            world.objects().put(Bucket.MODELS, event.cardKey(), EventCodec.write(card), "application/json");
        };
        repair = new RunRepair(
                new DiagnosisObjects(world.objects()),
                new TestImages((name, version) -> Optional.empty(), new DatasetManifest(world.objects())),
                test -> false,
                sink);
        DiagnosisConfig config = new SmallRyeConfigBuilder()
                .withMapping(DiagnosisConfig.class)
                .build()
                .getConfigMapping(DiagnosisConfig.class);
        world.afterwards(repair.then(new RunDiagnosis(
                new DatasetPacks(world.objects()),
                new VersionFeatures(
                        new DatasetPacks(world.objects()),
                        FrozenNetworks.NONE,
                        Clock.systemUTC(),
                        Duration.ofSeconds(10)),
                networks,
                RunDiagnosisTest.FOREST,
                test -> false,
                () -> false,
                sink,
                asked -> {},
                config,
                Clock.systemUTC())));
        world.service().run(request("naive", STUCK));
    }

    @Test
    void theDiagnosisProposesARateAndSaysWhatWasTrained() {
        Diagnosis card = card();

        assertThat(card.causes().get(0).cause()).isEqualTo("learning-rate-too-low");
        assertThat(card.proposals().get(0).recipe()).isEqualTo("naive");
        assertThat(card.proposals().get(0).settings())
                .containsEntry("learningRate", "0.001")
                .containsEntry("batchSize", "32");
        assertThat(card.run()).isNotNull().satisfies(run -> {
            assertThat(run.datasetVersion()).isEqualTo("v1");
            assertThat(run.settings()).isEqualTo(STUCK);
            assertThat(run.history()).isNotNull();
        });
        assertThat(card.repair()).isNull();
    }

    @Test
    void aRunThatRepairsItTellsTheFirstDiagnosisOnTheSameTestImages() {
        world.service().run(repairing("naive", SOUND));

        Repair told = card().repair();
        assertThat(told).isNotNull();
        assertThat(told.runId()).isEqualTo("run-2");
        assertThat(told.repaired()).isTrue();
        assertThat(told.before()).isLessThan(0.5);
        assertThat(told.after()).isGreaterThan(0.9);
        assertThat(told.recalls()).hasSize(2).anySatisfy(recall -> {
            assertThat(recall.recall()).isLessThan(0.1);
            assertThat(recall.repaired()).isGreaterThan(0.9);
        });
        assertThat(told.sentence()).contains("on the same", "no class is lost any more");
        assertThat(events).hasSize(2);
        assertThat(events.get(1).diagnosisId()).isEqualTo(events.get(0).diagnosisId());
        assertThat(events.get(1).repair()).isNotNull().satisfies(said -> {
            assertThat(said.runId()).isEqualTo("run-2");
            assertThat(said.repaired()).isTrue();
        });
    }

    @Test
    void aRunThatCollapsesAgainRepairsNothingAndIsDiagnosedItself() {
        world.service().run(repairing("naive", STUCK));

        assertThat(card().repair()).isNotNull().satisfies(told -> {
            assertThat(told.repaired()).isFalse();
            assertThat(told.sentence()).contains("it is not repaired: collapsed");
        });
        assertThat(events).extracting(DiagnosisMade::runId).containsExactly("run-1", "run-1", "run-2");
    }

    @Test
    void aRunThatFailsIsToldToo() {
        world.service().run(repairing("naive", Map.of("epochs", "none")));

        assertThat(card().repair()).isNotNull().satisfies(told -> {
            assertThat(told.repaired()).isFalse();
            assertThat(told.after()).isNull();
            assertThat(told.before()).isNotNull();
            assertThat(told.sentence()).contains("Nothing is repaired", "epochs");
        });
    }

    @Test
    void theSameIsSaidAgainWhereTheTrainerDiedInBetween() {
        EndedRun.Aftermath whole = repair;
        world.afterwards(whole.then(run -> {
            throw new IllegalStateException("killed");
        }));
        assertThatThrownBy(() -> world.service().run(repairing("naive", SOUND)))
                .isInstanceOf(IllegalStateException.class);
        Diagnosis first = card();
        world.afterwards(whole);

        world.service().run(repairing("naive", SOUND));

        assertThat(card()).isEqualTo(first);
        assertThat(events).hasSize(3);
        assertThat(events.get(2)).isEqualTo(events.get(1));
    }

    @Test
    void ofADiagnosisThatIsGoneNothingIsTold() {
        world.objects().delete(Bucket.MODELS, "stripes/diagnoses/run-1.json");

        world.service().run(repairing("naive", SOUND));

        assertThat(events).hasSize(1);
        assertThat(world.outcomes()).hasSize(2);
    }

    private Diagnosis card() {
        return new DiagnosisObjects(world.objects()).card("stripes", "run-1").orElseThrow();
    }

    private static TrainingRequested repairing(String recipe, Map<String, String> settings) {
        TrainingRequested first = request(recipe, settings);
        return new TrainingRequested(
                "run-2",
                first.model(),
                first.dataset(),
                first.datasetVersion(),
                recipe,
                settings,
                first.seed(),
                first.requestedAt(),
                "run-1");
    }
}

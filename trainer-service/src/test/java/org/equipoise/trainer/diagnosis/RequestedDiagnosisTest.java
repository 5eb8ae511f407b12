package org.equipoise.trainer.diagnosis;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.DiagnosisMade;
import org.equipoise.common.events.DiagnosisRequested;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.diagnosis.card.Diagnosis;
import org.equipoise.diagnosis.files.ForestFile;
import org.equipoise.trainer.checkpoint.ObjectStoreStarts;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.registry.ModelObjects;
import org.equipoise.trainer.tensorflow.TensorFlowConfigs;
import org.equipoise.trainer.tensorflow.TensorFlowNetworks;
import org.equipoise.trainer.training.DatasetPacks;
import org.equipoise.trainer.training.EndedRun;
import org.equipoise.trainer.training.FrozenDatasets;
import org.equipoise.trainer.training.FrozenNetworks;
import org.equipoise.trainer.training.NetworkFactory;
import org.equipoise.trainer.training.RunFailedException;
import org.equipoise.trainer.training.RunState;
import org.equipoise.trainer.training.TrainableNetwork;
import org.equipoise.trainer.training.TrainingMethod;
import org.equipoise.trainer.training.VersionFeatures;
import org.equipoise.trainer.work.Precedence;
import org.equipoise.trainer.work.RunStarts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A run on stripes whose version is not in the registry: what is left of it are its images and its settings. */
class RequestedDiagnosisTest {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final int TRAIN = 64;
    private static final int HELD_OUT = 40;

    @TempDir
    Path scratch;

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final Precedence precedence = new Precedence();
    private final List<TrainingProgressed> progress = new CopyOnWriteArrayList<>();
    private final List<DiagnosisMade> events = new ArrayList<>();
    private final AtomicInteger opened = new AtomicInteger();
    private Runnable atFirstNetwork = () -> {};

    RequestedDiagnosisTest() {
        FrozenDatasets.storeStripes(objects, "stripes", ExaminedRuns.SHAPE, Split.TRAIN, TRAIN);
        FrozenDatasets.storeStripes(objects, "stripes", ExaminedRuns.SHAPE, Split.VALIDATION, HELD_OUT);
    }

    @Test
    void aRunThatIsAskedForIsExaminedWhateverBecameOfIt() {
        diagnosis("alive").run(asked("run-1", 5));

        assertThat(progress).extracting(TrainingProgressed::phase).containsExactly(Phase.STARTED, Phase.FINISHED);
        assertThat(progress)
                .allMatch(said -> said.runId().equals("ask-1") && said.model().equals("stripes-diagnosis"));
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.runId()).isEqualTo("run-1");
            assertThat(event.alertId()).isNull();
            assertThat(event.sentence()).isEqualTo(progress.get(1).message());
        });
        assertThat(card().condition()).contains("not in the registry any more");
        assertThat(measures(card())).contains("imbalance-ratio", "other-learner", "best-rate", "overfit");
        assertThat(card().missing()).isEmpty();
    }

    @Test
    void aBudgetTooSmallForAnyExperimentIsACardThatSaysWhatWasSkipped() {
        diagnosis("alive").run(asked("run-1", 0));

        assertThat(progress.get(0).message()).contains("without experiments");
        assertThat(card().missing())
                .extracting(Diagnosis.Missing::what)
                .contains("other-learner", "best-rate", "overfit", "capacity-gain");
        assertThat(opened).hasValue(0);
    }

    @Test
    void whatAnEarlierCardMeasuredStaysOnTheNewOne() {
        diagnosis("alive").run(asked("run-1", 5));
        Diagnosis first = card();
        int before = opened.get();

        diagnosis("alive").run(asked("run-1", 0));

        assertThat(card().missing()).isEmpty();
        assertThat(measures(card())).isEqualTo(measures(first));
        assertThat(opened).hasValue(before);
    }

    @Test
    void whatARepairDidStaysOnTheNewCard() {
        diagnosis("alive").run(asked("run-1", 0));
        var repair = new Diagnosis.Repair(
                "run-2", "The recipe auto was trained.", "auto", Map.of(), 0.31, 0.93, true, List.of());
        new DiagnosisObjects(objects).put("stripes", "run-1", card().repaired(repair), "");

        diagnosis("alive").run(asked("run-1", 0));

        assertThat(card().repair()).isEqualTo(repair);
        assertThat(events.get(events.size() - 1).repair())
                .isNotNull()
                .satisfies(told -> assertThat(told.runId()).isEqualTo("run-2"));
    }

    @Test
    void itStepsAsideForATrainingAndGoesOnBehindIt() {
        atFirstNetwork = () -> {
            precedence.begins();
            var training = new Thread(() -> {
                assertThat(progress).extracting(TrainingProgressed::phase).doesNotContain(Phase.FINISHED);
                while (!progress.get(progress.size() - 1).message().contains("a training goes first")) {
                    Thread.onSpinWait();
                }
                precedence.ends();
            });
            training.setDaemon(true);
            training.start();
        };

        diagnosis("alive").run(asked("run-1", 5));

        assertThat(progress)
                .extracting(TrainingProgressed::phase)
                .containsExactly(Phase.STARTED, Phase.RESUMED, Phase.FINISHED);
        assertThat(events).hasSize(1);
        assertThat(card().missing()).isEmpty();
    }

    @Test
    void whoIsKilledInTheMiddleIsFollowedByOneWhoMakesTheOnlyCard() {
        atFirstNetwork = () -> {
            throw new Killed();
        };
        assertThatThrownBy(() -> diagnosis("dies").run(asked("run-1", 5))).isInstanceOf(Killed.class);
        assertThat(events).isEmpty();
        assertThat(objects.list(Bucket.MODELS, "")).as("never half a card").isEmpty();

        diagnosis("alive").run(asked("run-1", 5));

        assertThat(events).hasSize(1);
        assertThat(objects.list(Bucket.MODELS, ""))
                .containsExactly("stripes/diagnoses/run-1.html", "stripes/diagnoses/run-1.json");
    }

    @Test
    void aRequestThatEndsOneProcessAfterTheOtherIsGivenUp() {
        for (int i = 0; i < RunStarts.MOST; i++) {
            new ObjectStoreStarts(objects, "dead-" + i).begin("ask-1", 0);
        }

        diagnosis("alive").run(asked("run-1", 5));

        assertThat(refusal()).contains("ended 5 times in a row");
        assertThat(events).isEmpty();
    }

    @Test
    void whatCannotBeExaminedIsRefusedInWords() {
        diagnosis("alive").run(asked("run-2", 5));
        assertThat(refusal()).isEqualTo("run run-2 is unknown here, or was deleted");

        diagnosis("alive").run(asked("run-going-on", 5));
        assertThat(refusal()).contains("has not ended");

        diagnosis("alive").run(new DiagnosisRequested("ask-1", "lung", null, "run-1", 5.0, NOW));
        assertThat(refusal()).isEqualTo("run run-1 is one of model stripes, not of lung");

        diagnosis("alive").run(new DiagnosisRequested("ask-1", "stripes", null, null, 5.0, NOW));
        assertThat(refusal()).contains("model stripes has no version in the registry");

        diagnosis("alive").run(new DiagnosisRequested("ask-1", "stripes", "v9", null, 5.0, NOW));
        assertThat(refusal()).isEqualTo("model stripes has no version v9");

        objects.list(Bucket.DATASETS, "").forEach(key -> objects.delete(Bucket.DATASETS, key));
        diagnosis("alive").run(asked("run-1", 5));
        assertThat(refusal()).contains("what the run was made of is gone", "no object datasets/");
        assertThat(events).isEmpty();
    }

    private static final class Killed extends RuntimeException {}

    private static DiagnosisRequested asked(String runId, double minutes) {
        return new DiagnosisRequested("ask-1", "stripes", null, runId, minutes, NOW);
    }

    private String refusal() {
        TrainingProgressed last = progress.get(progress.size() - 1);
        assertThat(last.phase()).isEqualTo(Phase.FAILED);
        return last.message();
    }

    private Diagnosis card() {
        return new DiagnosisObjects(objects).card("stripes", "run-1").orElseThrow();
    }

    private static List<String> measures(Diagnosis card) {
        return card.evidence().stream()
                .map(Diagnosis.NamedEvidence::measure)
                .sorted()
                .toList();
    }

    private RequestedDiagnosis diagnosis(String process) {
        NetworkFactory networks = networks();
        var packs = new DatasetPacks(objects);
        var cards = new DiagnosisObjects(objects);
        DiagnosisConfig config = new SmallRyeConfigBuilder()
                .withMapping(DiagnosisConfig.class)
                .build()
                .getConfigMapping(DiagnosisConfig.class);
        var runs = new RunDiagnosis(
                packs,
                new VersionFeatures(packs, FrozenNetworks.NONE, Clock.systemUTC(), Duration.ofSeconds(10)),
                networks,
                ForestFile.shipped(),
                test -> false,
                () -> false,
                (event, card, page) -> {
                    cards.put(event.model(), event.diagnosisId(), card, page);
                    events.add(event);
                },
                later -> {
                    throw new AssertionError("nothing is left for later");
                },
                config,
                Clock.systemUTC());
        return new RequestedDiagnosis(
                new RequestedDiagnosis.Ports(
                        new PastRuns() {
                            @Override
                            public Optional<EndedRun> of(String runId) {
                                return past(runId);
                            }

                            @Override
                            public EndedRun of(RunState state) {
                                throw new AssertionError("no version is in the registry");
                            }
                        },
                        new ModelObjects(objects),
                        champion -> {
                            throw new AssertionError("no version is in the registry");
                        },
                        packs,
                        networks,
                        cards,
                        progress::add,
                        new ObjectStoreStarts(objects, process),
                        precedence),
                runs,
                config,
                Clock.systemUTC());
    }

    private static Optional<EndedRun> past(String runId) {
        if (runId.equals("run-going-on")) {
            throw new RunFailedException("run run-going-on has not ended: its end is looked at by itself");
        }
        if (!runId.equals("run-1")) {
            return Optional.empty();
        }
        var half = new ClassDistribution(List.of(TRAIN / 2L, TRAIN / 2L));
        var held = new ClassDistribution(List.of(HELD_OUT / 2L, HELD_OUT / 2L));
        DatasetFrozen dataset = FrozenDatasets.of(
                "stripes",
                new LabelSet(List.of("flat", "steep")),
                ExaminedRuns.SHAPE,
                Map.of(Split.TRAIN, half, Split.VALIDATION, held, Split.TEST, held),
                List.of(
                        FrozenDatasets.pack("stripes", Split.TRAIN, TRAIN),
                        FrozenDatasets.pack("stripes", Split.VALIDATION, HELD_OUT)),
                NOW);
        return Optional.of(new EndedRun(
                new TrainingRequested(runId, "stripes", "stripes", "v1", "naive", Map.of(), 7, NOW),
                dataset,
                ExaminedRuns.recipe(Map.of()),
                ExaminedRuns.NETWORK,
                half.counts(),
                List.of(),
                null,
                null,
                () -> {
                    throw new RunFailedException("nobody makes shards here");
                },
                Optional::empty,
                ""));
    }

    /** Real networks; the first one may be a moment for something else. */
    private NetworkFactory networks() {
        NetworkFactory real = new TensorFlowNetworks(TensorFlowConfigs.defaults(), scratch);
        return new NetworkFactory() {
            @Override
            public boolean accelerated() {
                return false;
            }

            @Override
            public TrainableNetwork open(NetworkDescription description, TrainingMethod method, long seed) {
                if (opened.getAndIncrement() == 0) {
                    atFirstNetwork.run();
                }
                return real.open(description, method, seed);
            }
        };
    }
}

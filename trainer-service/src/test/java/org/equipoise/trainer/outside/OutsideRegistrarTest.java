package org.equipoise.trainer.outside;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.ModelDecided.GateCheck;
import org.equipoise.common.events.ModelDecided.Outcome;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.trainer.gate.ChampionRule;
import org.equipoise.trainer.gate.GateLimits;
import org.equipoise.trainer.gate.Incumbent;
import org.equipoise.trainer.gate.ModelGate;
import org.equipoise.trainer.outside.OutsideModel.Scaling;
import org.equipoise.trainer.registry.CandidateJudge;
import org.equipoise.trainer.registry.DecisionLog;
import org.equipoise.trainer.registry.DecisionWriter;
import org.equipoise.trainer.registry.InvalidModelException;
import org.equipoise.trainer.registry.ModelObjects;
import org.equipoise.trainer.registry.PicturedModels;
import org.equipoise.trainer.registry.RegistryRecorder;
import org.equipoise.trainer.registry.TrainedModels;
import org.equipoise.trainer.registry.TurnPauses;
import org.equipoise.trainer.registry.VersionSummary;
import org.equipoise.trainer.training.SavedModel;
import org.equipoise.trainer.training.SplitPredictions;
import org.equipoise.trainer.training.TrainedModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OutsideRegistrarTest {

    private static final byte[] UPLOAD = {1, 2, 3};
    private static final LabelSet LABELS = new LabelSet(List.of("malignant", "none", "benign"));

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final ModelObjects objects = new ModelObjects(store);
    private final DecisionLog log = new DecisionLog();
    private final RegistryRecorder events = new RegistryRecorder();
    private final TrainedModel run = TrainedModels.of("run-1", TrainedModels.GOOD);
    private final DatasetFrozen dataset = run.dataset();
    private int seconds;

    @BeforeEach
    void freeze() {
        TrainedModels.storeValidation(store);
    }

    @Test
    void aModelTrainedElsewhereIsJudgedAndServes() {
        ModelDecided decided = registrar(run.test()).register(UPLOAD, outside(LABELS), dataset);

        assertThat(decided.outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(decided.checks())
                .filteredOn(check -> check.name().equals("serves-what-was-trained"))
                .extracting(GateCheck::explanation)
                .singleElement()
                .asString()
                .startsWith("Not compared: it was trained elsewhere");
        Champion champion = log.champion("vendor").orElseThrow();
        assertThat(champion.labelSet()).isEqualTo(LABELS);
        assertThat(objects.canaries(champion).orElseThrow().size()).isEqualTo(20);
        assertThat(store.list(Bucket.MODELS, champion.artifactKey()))
                .contains(champion.artifactKey() + "/serving.json", champion.artifactKey() + "/model-card.html");
        var card = objects.card(champion.artifactKey()).orElseThrow();
        assertThat(card.classCounts().get(Split.TRAIN)).isNotNull();
        assertThat(card.classCounts().get(Split.TRAIN).counts()).containsExactly(35L, 700L, 70L);
        assertThat(card.recipeName()).isEqualTo("elsewhere");
        assertThat(card.isUnacquaintedWith("another")).isFalse();
    }

    /** The model's classes are in another order than the dataset's: names, not places, must agree. */
    @Test
    void theCardShowsTheWorstMistakesByTheModelsOwnNames() {
        byte[] validation = store.require(Bucket.DATASETS, dataset.manifestKey());
        TrainedModel pictured = PicturedModels.of(store, TrainedModels.LABELS, new InputShape(16, 16, 1), 3);
        byte[] tested = store.require(Bucket.DATASETS, dataset.manifestKey());
        byte[] whole = Arrays.copyOf(tested, tested.length + validation.length);
        System.arraycopy(validation, 0, whole, tested.length, validation.length);
        store.put(Bucket.DATASETS, dataset.manifestKey(), whole, "application/x-ndjson");
        SplitPredictions test = pictured.test();

        registrar(test).register(UPLOAD, outside(LABELS), pictured.dataset());

        var card = objects.card(VersionSummary.of("vendor", objects, log).stream()
                        .map(version -> "vendor/" + version.version())
                        .findFirst()
                        .orElseThrow())
                .orElseThrow();
        int worst = PicturedModels.shownMistakes(test).get(0);
        assertThat(card.mistakes()).hasSize(12);
        assertThat(card.mistakes().get(0).imageId()).isEqualTo(PicturedModels.imageId(worst));
        assertThat(card.mistakes().get(0).answered()).isEqualTo(LABELS.name(test.predictedClass(worst)));
        assertThat(card.mistakes().get(0).trueClass()).isEqualTo(LABELS.name(test.label(worst)));
    }

    /** The monitor's {@code RegisteredModelTest} reads the same bytes. */
    @Test
    void theDecisionsAreTheOnesThatTheMonitorIsTestedWith() throws IOException {
        ModelDecided judged = registrar(run.test()).register(UPLOAD, outside(LABELS), dataset);
        ModelDecided unjudged = registrar(run.test()).registerUnjudged(UPLOAD, outside(LABELS), "approved at site 1");

        assertThat(new String(EventCodec.write(judged), StandardCharsets.UTF_8))
                .isEqualTo(pinned("registered-model-decided.json"));
        assertThat(new String(EventCodec.write(unjudged), StandardCharsets.UTF_8))
                .isEqualTo(pinned("unjudged-model-decided.json"));
    }

    private static String pinned(String name) throws IOException {
        try (InputStream in = ModelDecided.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    @Test
    void aCollapsedModelTrainedElsewhereIsRefused() {
        var collapsed = TrainedModels.of("run-1", TrainedModels.COLLAPSED).test();

        ModelDecided decided = registrar(collapsed).register(UPLOAD, outside(LABELS), dataset);

        assertThat(decided.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(log.champion("vendor")).isEmpty();
    }

    /** The trial answers well where it is fed 0..255, and always the same as it was registered. */
    @Test
    void aModelThatIsRefusedIsTriedInOtherScalesAndToldWhichWasProbablyMeant() {
        var collapsed = TrainedModels.of("run-1", TrainedModels.COLLAPSED).test();
        OutsideTrial trial = new Trial(collapsed) {
            @Override
            public SplitPredictions answers(Champion version, DatasetFrozen given, Split split) {
                boolean meant = format(version.artifactKey()).scale() == 1;
                return split == Split.TEST && meant ? run.test() : super.answers(version, given, split);
            }
        };

        ModelDecided decided = registrar(trial).register(UPLOAD, outside(LABELS), dataset);

        assertThat(decided.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(decided.checks())
                .filteredOn(check -> check.name().equals("serves-what-was-trained"))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.passed()).isFalse();
                    assertThat(check.limit()).isGreaterThan(check.value() + ProbableMistake.GAIN);
                    assertThat(check.explanation())
                            .startsWith("Fed 0..255 (--scale none), it would have a balanced accuracy of 0.");
                });
        assertThat(store.list(Bucket.MODELS, "vendor/"))
                .as("what was tried is taken away")
                .noneMatch(key -> key.contains("/tried"));
    }

    private ServingFormat format(String artifactKey) {
        try {
            return new ServingFormats(store).of(artifactKey).orElseThrow();
        } catch (MalformedEventException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void repeatingARegistrationSaysNothingNew() {
        ModelDecided once = registrar(run.test()).register(UPLOAD, outside(LABELS), dataset);

        ModelDecided twice = registrar(run.test()).register(UPLOAD, outside(LABELS), dataset);

        assertThat(twice).isEqualTo(once);
        assertThat(events.decisions()).hasSize(1);
        assertThat(events.trained()).hasSize(1);
    }

    @Test
    void anotherScalingIsAnotherVersion() {
        ModelDecided once = registrar(run.test()).register(UPLOAD, outside(LABELS), dataset);

        var symmetric = new OutsideModel("vendor", LABELS, null, Scaling.SYMMETRIC, ServingFormat.Output.SOFTMAX);

        assertThat(registrar(run.test()).register(UPLOAD, symmetric, dataset).version())
                .isNotEqualTo(once.version());
    }

    @Test
    void labelsThatAreNotTheDatasetsAreRefused() {
        var others = outside(new LabelSet(List.of("malignant", "none", "unclear")));

        assertThatThrownBy(() -> registrar(run.test()).register(UPLOAD, others, dataset))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("unclear");
        assertThat(events.decisions()).isEmpty();
    }

    @Test
    void withoutADatasetItServesOnAnOperatorsWordAndTheDecisionSaysSo() {
        ModelDecided decided = registrar(run.test()).registerUnjudged(UPLOAD, outside(LABELS), "approved at site 1");
        ModelDecided again = registrar(run.test()).registerUnjudged(UPLOAD, outside(LABELS), "approved at site 1");

        assertThat(decided.outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(decided.reason()).isEqualTo("approved at site 1");
        assertThat(decided.checks()).extracting(GateCheck::name).containsExactly("not-judged");
        Champion champion = log.champion("vendor").orElseThrow();
        assertThat(champion.reference().upperBounds()).containsOnly(1.0);
        assertThat(champion.reference().images()).isZero();
        assertThat(again).isEqualTo(decided);
        assertThat(events.decisions()).hasSize(1);
        assertThat(VersionSummary.of("vendor", objects, log))
                .singleElement()
                .satisfies(summary -> assertThat(summary.images()).isZero());
    }

    private static OutsideModel outside(LabelSet labels) {
        return new OutsideModel("vendor", labels, null, Scaling.UNIT, ServingFormat.Output.SOFTMAX);
    }

    private OutsideRegistrar registrar(SplitPredictions test) {
        return registrar(new Trial(test));
    }

    private OutsideRegistrar registrar(OutsideTrial trial) {
        InstantSource ticking = () -> TrainedModels.NOW.plusSeconds(++seconds);
        Clock clock = ticking.withZone(ZoneOffset.UTC);
        var writer = new DecisionWriter(() -> log, events, clock, TurnPauses.of(new SplittableRandom(1)));
        var judge = new CandidateJudge(
                objects,
                new ModelGate(new GateLimits(.3, .1, .1), ChampionRule.BETTER),
                (champion, given, candidate) -> new Incumbent.Incomparable("not asked."),
                () -> log,
                writer);
        SavedModelInspector inspector = zip -> new SavedModelInspector.Inspected(
                new SavedModel(zip), "serving_default", ServingFormat.Input.FLOAT32, List.of(16L, 16L, 1L), 3);
        return new OutsideRegistrar(store, inspector, trial, judge, writer, () -> log, events, clock);
    }

    /** Answers what a run answered; its classes are counted from the model's own order. */
    private static class Trial implements OutsideTrial {

        private final SplitPredictions test;

        Trial(SplitPredictions test) {
            this.test = test;
        }

        @Override
        public void probe(Champion version) {
            // It loads.
        }

        @Override
        public SplitPredictions answers(Champion version, DatasetFrozen dataset, Split split) {
            return split == Split.TEST
                    ? test
                    : TrainedModels.of("run-1", TrainedModels.GOOD).validation();
        }

        @Override
        public List<Optional<byte[]>> inputs(Champion version, String dataset, List<String> imageIds) {
            List<Optional<byte[]>> inputs = new ArrayList<>();
            imageIds.forEach(
                    id -> inputs.add(Optional.of(new byte[version.input().length()])));
            return inputs;
        }
    }
}

package org.equipoise.trainer.registry;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.ModelDecided.Outcome;
import org.equipoise.common.events.ModelTrained;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.trainer.canary.Canaries;
import org.equipoise.trainer.canary.CanaryTrial;
import org.equipoise.trainer.canary.EchoTrial;
import org.equipoise.trainer.evaluation.PairedComparison;
import org.equipoise.trainer.gate.ChampionRule;
import org.equipoise.trainer.gate.GateLimits;
import org.equipoise.trainer.gate.Incumbent;
import org.equipoise.trainer.gate.ModelGate;
import org.equipoise.trainer.training.SplitPredictions;
import org.equipoise.trainer.training.TrainedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ModelRegistrarTest {

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final ModelObjects objects = new ModelObjects(store);
    private final DecisionLog log = new DecisionLog();
    private final List<Object> published = new ArrayList<>();
    private final List<String> tried = new ArrayList<>();
    private int seconds;
    private CanaryTrial trial = new EchoTrial();
    private Runnable duringTrial = () -> {};

    /** Most of these tests are about who decides, with models that are equally good. */
    private ChampionRule rule = ChampionRule.NOT_WORSE;

    @Test
    void aGoodModelIsRegisteredAnnouncedAndPromoted() {
        registrar(99).trained(TrainedModels.of("run-1", TrainedModels.GOOD));

        var trained = (ModelTrained) published.get(0);
        var decided = (ModelDecided) published.get(1);
        assertThat(trained.version()).matches("[0-9a-f]{12}");
        assertThat(trained.artifactKey()).isEqualTo("lung/" + trained.version());
        assertThat(trained.test().images()).isEqualTo(100);
        assertThat(trained.test().auc()).isBetween(0.5, 1.0);
        assertThat(trained.test().calibrationError()).isBetween(0.0, 1.0);
        assertThat(decided.outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(Optional.ofNullable(decided.champion()).map(Champion::version))
                .contains(trained.version());
        assertThat(store.list(Bucket.MODELS, ""))
                .containsExactly(
                        trained.artifactKey() + "/canaries.npz",
                        trained.artifactKey() + "/model-card.html",
                        trained.artifactKey() + "/model-card.json",
                        trained.artifactKey() + "/saved_model.zip");
        assertThat(new String(objects.cardHtml("lung", trained.version()).orElseThrow(), StandardCharsets.UTF_8))
                .contains("promoted");
        assertThat(tried).isEmpty();
    }

    @Test
    void aRefusedModelLeavesTheChampionInPlace() {
        registrar(99).trained(TrainedModels.of("run-1", TrainedModels.GOOD));
        String champion = log.champion("lung").orElseThrow().version();

        registrar(99).trained(TrainedModels.of("run-2", TrainedModels.COLLAPSED));

        var decided = (ModelDecided) published.get(3);
        assertThat(decided.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(decided.runId()).isEqualTo("run-2");
        assertThat(Optional.ofNullable(decided.champion()).map(Champion::version))
                .contains(champion);
        assertThat(tried).containsExactly(champion);
    }

    /** Nothing shows that it is better: it was trained again and answers the same. */
    @Test
    void whoIsOnlyAsGoodAsTheChampionDoesNotTakeItsPlace() {
        rule = ChampionRule.BETTER;
        registrar(99).trained(TrainedModels.of("run-1", TrainedModels.GOOD));
        String first = log.champion("lung").orElseThrow().version();

        registrar(99).trained(TrainedModels.of("run-2", TrainedModels.GOOD));

        ModelDecided decided = log.last("lung").orElseThrow();
        assertThat(decided.runId()).isEqualTo("run-2");
        assertThat(decided.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(log.champion("lung").orElseThrow().version()).isEqualTo(first);
        assertThat(decided.checks())
                .filteredOn(check -> !check.passed())
                .singleElement()
                .satisfies(check -> assertThat(check.explanation()).contains("no better than the champion"));
    }

    /** The champion answers better, so it stays; before, any candidate over the floor replaced it. */
    @Test
    void aChampionOfAnotherInputSizeAndOrderOfClassesIsStillCompared() {
        rule = ChampionRule.BETTER;
        champion(List.of("malignant", "none", "benign"), new InputShape(64, 64, 3));

        registrar(99).trained(TrainedModels.of("run-1", TrainedModels.WEAK));

        ModelDecided decided = log.last("lung").orElseThrow();
        assertThat(tried).containsExactly("older");
        assertThat(decided.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(decided.checks())
                .filteredOn(check -> !check.passed())
                .extracting(ModelDecided.GateCheck::name)
                .containsExactly("better-than-champion");
    }

    @Test
    void aChampionOfOtherClassesIsNotComparedAndTheDecisionSaysWhy() {
        champion(List.of("malignant", "none"), new InputShape(16, 16, 1));

        registrar(99).trained(TrainedModels.of("run-1", TrainedModels.WEAK));

        ModelDecided decided = log.last("lung").orElseThrow();
        assertThat(tried).isEmpty();
        assertThat(decided.outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(decided.checks())
                .filteredOn(check -> check.name().equals("not-worse-than-champion"))
                .extracting(ModelDecided.GateCheck::explanation)
                .containsExactly("Not compared: the champion older knows the classes [malignant, none], the candidate"
                        + " [none, benign, malignant].");
    }

    private void champion(List<String> classes, InputShape input) {
        int n = classes.size();
        var reference = new ModelDecided.HealthyReference(
                java.util.Collections.nCopies(n, 1.0 / n),
                java.util.Collections.nCopies(n, 0.0),
                java.util.Collections.nCopies(n, 1.0),
                10);
        var champion = new Champion("older", "lung/older", new LabelSet(classes), input, reference);
        log.apply(new ModelDecided(
                "lung", "older", "run-0", Outcome.PROMOTED, List.of(), champion, TrainedModels.NOW.minusSeconds(9)));
    }

    @Test
    void aRefusedFirstModelServesNobody() {
        registrar(99).trained(TrainedModels.of("run-1", TrainedModels.COLLAPSED));

        assertThat(((ModelDecided) published.get(1)).champion()).isNull();
    }

    @Test
    void aDivergedModelIsRefusedWithoutMeasuresOfItsProbabilities() {
        TrainedModel good = TrainedModels.of("run-1", TrainedModels.GOOD);
        float[] nothing = new float[300];
        Arrays.fill(nothing, Float.NaN);
        int[] labels = new int[100];
        Arrays.fill(labels, 87, 100, 1);
        var test = new SplitPredictions(3, labels, nothing);
        var diverged = new TrainedModel(
                good.request(),
                good.dataset(),
                good.recipe(),
                good.savedModel(),
                test,
                test,
                good.correction(),
                test,
                good.telemetry(),
                good.bestEpoch(),
                good.seconds(),
                good.device());

        registrar(99).trained(diverged);

        assertThat(((ModelTrained) published.get(0)).test().auc()).isNull();
        assertThat(((ModelDecided) published.get(1)).outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void theVersionFollowsFromWeightsRunAndDataset() {
        TrainedModel model = TrainedModels.of("run-1", TrainedModels.GOOD);

        assertThat(ModelVersion.of(model)).isEqualTo(ModelVersion.of(TrainedModels.of("run-1", TrainedModels.GOOD)));
        assertThat(ModelVersion.of(model)).isNotEqualTo(ModelVersion.of(TrainedModels.of("run-2", TrainedModels.GOOD)));
    }

    /** The broker fails at the n-th event; everything is repeated at a later time by a new process. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aRepetitionAfterACrashSaysTheSame(int eventsBeforeCrash) {
        TrainedModel model = TrainedModels.of("run-1", TrainedModels.GOOD);
        assertThatThrownBy(() -> registrar(eventsBeforeCrash).trained(model)).hasMessage("broker gone");
        byte[] before = objects.cardJson("lung", ModelVersion.of(model)).orElseThrow();
        List<Object> first = List.copyOf(published);

        registrar(99).trained(TrainedModels.of("run-1", TrainedModels.GOOD));

        List<Object> second = published.subList(first.size(), published.size());
        assertThat(second).hasSize(2);
        assertThat(second.subList(0, first.size())).isEqualTo(first);
        if (eventsBeforeCrash == 1) {
            assertThat(objects.cardJson("lung", ModelVersion.of(model)).orElseThrow())
                    .isEqualTo(before);
        }
    }

    @Test
    void aRepetitionAfterTheDecisionWasAnnouncedSaysNothing() {
        registrar(99).trained(TrainedModels.of("run-1", TrainedModels.GOOD));

        registrar(99).trained(TrainedModels.of("run-1", TrainedModels.GOOD));

        assertThat(published).hasSize(2);
    }

    /** Repeating an old run must not make its version the champion again. */
    @Test
    void aRepetitionDoesNotUndoALaterDecision() {
        registrar(99).trained(TrainedModels.of("run-1", TrainedModels.GOOD));
        registrar(99).trained(TrainedModels.of("run-2", TrainedModels.GOOD));
        String champion = log.champion("lung").orElseThrow().version();

        registrar(99).trained(TrainedModels.of("run-1", TrainedModels.GOOD));

        assertThat(log.champion("lung").orElseThrow().version()).isEqualTo(champion);
        assertThat(published).hasSize(4);
    }

    /** Every first probability is 0.002 off. */
    @Test
    void aVersionTrainedOnAGpuMayBeServedWithItsRounding() {
        trial = (candidate, dataset, canaries) -> new EchoTrial()
                .replay(candidate, dataset, canaries)
                .fold(
                        answered -> new CanaryTrial.Replay.Answered(
                                answered.probabilities().stream()
                                        .map(row -> List.of(row.get(0) + 0.002, row.get(1), row.get(2)))
                                        .toList(),
                                answered.inputs()),
                        unusable -> unusable);

        registrar(99).trained(TrainedModels.of("run-1", TrainedModels.GOOD));
        registrar(99).trained(TrainedModels.on(TrainedModels.of("run-2", TrainedModels.GOOD), "GPU:0, float32"));

        assertThat(published)
                .filteredOn(ModelDecided.class::isInstance)
                .extracting(event -> ((ModelDecided) event).outcome())
                .containsExactly(Outcome.REFUSED, Outcome.PROMOTED);
    }

    @Test
    void aVersionThatServesOtherAnswersIsRefused() {
        trial = (candidate, dataset, canaries) -> new CanaryTrial.Replay.Unusable("no graph in it");

        registrar(99).trained(TrainedModels.of("run-1", TrainedModels.GOOD));

        var decided = (ModelDecided) published.get(1);
        assertThat(decided.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(decided.checks())
                .filteredOn(check -> !check.passed())
                .extracting(ModelDecided.GateCheck::name)
                .containsExactly("serves-what-was-trained", "preprocessing-equal");
    }

    /** 87, 9 and 4 validation images: eight, eight and four canaries, spread over the split. */
    @Test
    void canariesAreDrawnFromEveryClassAndStoredWithTheAnswers() {
        registrar(99).trained(TrainedModels.of("run-1", TrainedModels.GOOD));

        Canaries canaries = objects.canaries(log.champion("lung").orElseThrow()).orElseThrow();

        assertThat(canaries.size()).isEqualTo(20);
        assertThat(java.util.stream.IntStream.range(0, 20).map(canaries::label))
                .containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2);
        assertThat(canaries.imageId(0)).matches("[0-9a-f]{64}");
        assertThat(canaries.probability(0, 0)).isEqualTo(1);
        assertThat(Canaries.read(canaries.npz(), null).npz()).isEqualTo(canaries.npz());
    }

    /** A candidate is refused after the champion it was compared with was rolled back. */
    @Test
    void aRefusalDoesNotBringBackAChampionThatWasRolledBackMeanwhile() {
        registrar(99).trained(TrainedModels.of("run-1", TrainedModels.GOOD));
        String first = log.champion("lung").orElseThrow().version();
        registrar(99).trained(TrainedModels.of("run-2", TrainedModels.GOOD));
        InstantSource later = () -> TrainedModels.NOW.plusSeconds(++seconds);
        var operator = new OperatorDecisions(
                objects,
                trial,
                champion -> {},
                new DecisionWriter(
                        () -> log,
                        new Broker(99),
                        later.withZone(ZoneOffset.UTC),
                        TurnPauses.of(new SplittableRandom(1))));
        duringTrial = () -> operator.rollback("lung", new OperatorDecisions.Rollback(null, first, "bad"));

        registrar(99).trained(TrainedModels.of("run-3", TrainedModels.COLLAPSED));

        ModelDecided last = log.last("lung").orElseThrow();
        assertThat(last.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(log.champion("lung").orElseThrow().version()).isEqualTo(first);
    }

    @Test
    void theLogKeepsTheLatestDecisionWhateverTheOrder() {
        registrar(99).trained(TrainedModels.of("run-1", TrainedModels.GOOD));
        registrar(99).trained(TrainedModels.of("run-2", TrainedModels.COLLAPSED));
        var second = (ModelDecided) published.get(3);

        log.apply((ModelDecided) published.get(1));

        assertThat(log.last("lung")).contains(second);
        assertThat(log.all()).containsExactly(second);
        assertThat(log.champion("other")).isEmpty();
    }

    @Test
    void theLogIsWaitedForUntilItWasReadToItsEnd() throws InterruptedException {
        assertThat(log.awaitCaughtUp(Duration.ofMillis(1))).isFalse();

        log.markCaughtUp();

        assertThat(log.awaitCaughtUp(Duration.ofMillis(1))).isTrue();
        assertThat(log.isCaughtUp()).isTrue();
    }

    /** Two trainers have one run for a moment: one stalls, the other goes on, the first wakes up. */
    @Test
    void aTrainerThatIsOvertakenInItsTurnLeavesTheDecisionToTheOther() {
        TrainedModel model = TrainedModels.of("run-1", TrainedModels.GOOD);
        registrar(new Broker(99) {
                    private boolean stalls = true;

                    @Override
                    public void decided(ModelDecided event) {
                        if (stalls) {
                            stalls = false;
                            registrar(99).trained(model);
                            throw new OvertakenException("fenced", new IllegalStateException());
                        }
                        super.decided(event);
                    }
                })
                .trained(model);

        assertThat(published).filteredOn(ModelDecided.class::isInstance).hasSize(1);
    }

    @Test
    void aTrainerThatStallsWhileItJudgesLeavesTheDecisionToTheOther() {
        registrar(99).trained(TrainedModels.of("run-1", TrainedModels.GOOD));
        TrainedModel model = TrainedModels.of("run-2", TrainedModels.GOOD);
        duringTrial = () -> {
            duringTrial = () -> {};
            registrar(99).trained(model);
        };

        registrar(99).trained(model);

        assertThat(published)
                .filteredOn(ModelDecided.class::isInstance)
                .extracting(event -> ((ModelDecided) event).runId())
                .containsExactly("run-1", "run-2");
    }

    private ModelRegistrar registrar(int eventsBeforeCrash) {
        return registrar(new Broker(eventsBeforeCrash));
    }

    private ModelRegistrar registrar(Broker broker) {
        TrainedModels.storeValidation(store);
        InstantSource ticking = () -> TrainedModels.NOW.plusSeconds(++seconds);
        Clock clock = ticking.withZone(ZoneOffset.UTC);
        var judge = new CandidateJudge(
                objects,
                new ModelGate(new GateLimits(.3, .1, .1), rule),
                (champion, dataset, candidate) -> {
                    tried.add(champion.version());
                    duringTrial.run();
                    var good = TrainedModels.of("run-0", TrainedModels.GOOD).test();
                    return new Incumbent.Evaluated(
                            champion.version(), PairedComparison.of(candidate, good.right(TrainedModels.LABELS)));
                },
                () -> log,
                new DecisionWriter(() -> log, broker, clock, TurnPauses.of(new SplittableRandom(1))));
        return new ModelRegistrar(store, trial, judge, () -> log, broker, clock);
    }

    /** Takes a number of events and then fails. */
    private class Broker implements RegistryEvents {

        private int left;

        Broker(int left) {
            this.left = left;
        }

        @Override
        public void trained(ModelTrained event) {
            take(event);
        }

        @Override
        public void decided(ModelDecided event) {
            take(event);
        }

        private void take(Object event) {
            if (left-- == 0) {
                throw new IllegalStateException("broker gone");
            }
            published.add(event);
        }
    }
}

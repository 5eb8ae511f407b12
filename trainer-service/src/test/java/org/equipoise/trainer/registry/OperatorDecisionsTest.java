package org.equipoise.trainer.registry;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.ModelDecided.Outcome;
import org.equipoise.common.events.ModelTrained;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.trainer.canary.CanaryTrial;
import org.equipoise.trainer.canary.EchoTrial;
import org.equipoise.trainer.evaluation.PairedComparison;
import org.equipoise.trainer.gate.ChampionRule;
import org.equipoise.trainer.gate.GateLimits;
import org.equipoise.trainer.gate.Incumbent;
import org.equipoise.trainer.gate.ModelGate;
import org.equipoise.trainer.registry.OperatorDecisions.Rollback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OperatorDecisionsTest {

    private static final String WHY = "recall of malignant fell at site 2";

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final ModelObjects objects = new ModelObjects(store);
    private final DecisionLog log = new DecisionLog();
    private final List<ModelDecided> published = new ArrayList<>();
    private boolean brokerAnswers = true;
    private int seconds;
    private CanaryTrial trial = new EchoTrial();
    private VersionProbe probe = champion -> {};

    @Test
    void aRollbackRestoresTheVersionPromotedBefore() {
        String first = promote("run-1");
        String second = promote("run-2");

        ModelDecided decided = done(rollback(null, null));

        assertThat(decided.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(decided.version()).isEqualTo(second);
        assertThat(decided.reason()).isEqualTo(WHY);
        assertThat(serving()).contains(first);
        assertThat(summary(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(summary(first).serving()).isTrue();
    }

    @Test
    void aVersionThatWasTakenOutIsPassedOver() {
        String first = promote("run-1");
        promote("run-2");
        done(rollback(null, null));
        promote("run-3");

        done(rollback(null, null));

        assertThat(serving()).contains(first);
    }

    @Test
    void oneAfterAnotherIsTakenOutUntilThereIsNone() {
        String first = promote("run-1");
        promote("run-2");
        promote("run-3");
        done(rollback(null, null));
        done(rollback(null, null));
        assertThat(serving()).contains(first);

        OperatorOutcome outcome = rollback(null, null);

        assertThat(outcome)
                .isEqualTo(new OperatorOutcome.Refused("no version of lung was promoted before " + first
                        + ", of those that were not taken out of service"));
        assertThat(serving()).contains(first);
    }

    @Test
    void aVersionThatTheGateRefusedIsNeverReturnedTo() {
        promote("run-1");
        train("run-2", TrainedModels.COLLAPSED);
        String refused = published.get(1).version();

        assertThat(rollback(null, refused))
                .isEqualTo(new OperatorOutcome.Refused("version " + refused + " was never promoted"));
        assertThat(rollback(null, "v9")).isInstanceOf(OperatorOutcome.Refused.class);
        assertThat(published).hasSize(2);
    }

    @Test
    void aRefusedVersionSaysWhichChecksItFailedAndAPromotedOneNothing() {
        String promoted = promote("run-1");
        train("run-2", TrainedModels.COLLAPSED);
        ModelDecided refused = published.get(1);

        assertThat(summary(promoted).reason()).isNull();
        assertThat(refused.checks()).anyMatch(check -> !check.passed()).anyMatch(check -> check.passed());
        for (ModelDecided.GateCheck check : refused.checks()) {
            assertThat(String.valueOf(summary(refused.version()).reason())
                            .contains(check.name() + ": " + check.explanation()))
                    .as(check.name())
                    .isEqualTo(!check.passed());
        }
    }

    @Test
    void aVersionThatWasTakenOutComesBackWhenItIsNamed() {
        String first = promote("run-1");
        String second = promote("run-2");
        done(rollback(null, null));

        ModelDecided back = done(rollback(first, second));

        assertThat(back.version()).isEqualTo(first);
        assertThat(serving()).contains(second);
        assertThat(summary(second).outcome()).isEqualTo(Outcome.PROMOTED);
    }

    /** The answer of the first request was lost on its way. */
    @Test
    void repeatingARequestChangesNothing() {
        String first = promote("run-1");
        promote("run-2");
        String third = promote("run-3");
        ModelDecided once = done(rollback(third, null));

        ModelDecided twice = done(rollback(third, null));
        ModelDecided named = done(rollback(
                third, once.champion() == null ? first : once.champion().version()));

        assertThat(twice).isEqualTo(once);
        assertThat(named).isEqualTo(once);
        assertThat(published).hasSize(4);
    }

    @Test
    void aRequestAboutAVersionThatDoesNotServeIsRefused() {
        String first = promote("run-1");
        String second = promote("run-2");

        assertThat(rollback(first, null))
                .isEqualTo(
                        new OperatorOutcome.Refused("version " + first + " does not serve lung: " + second + " does"));
        assertThat(operator().hold("lung", first, WHY)).isInstanceOf(OperatorOutcome.Refused.class);
    }

    @Test
    void aVersionThatCannotBeLoadedIsNotRestored() {
        String first = promote("run-1");
        String second = promote("run-2");
        trial = (champion, dataset, canaries) -> new CanaryTrial.Replay.Unusable("no graph in it");

        assertThat(rollback(null, null))
                .isEqualTo(new OperatorOutcome.Refused("version " + first + " cannot serve: no graph in it"));
        assertThat(serving()).contains(second);
    }

    /** One that nobody judged has no canaries; it was accepted without being loaded. */
    @Test
    void aVersionWithoutCanariesIsLoadedBeforeItIsRestored() {
        String first = promote("run-1");
        String second = promote("run-2");
        store.delete(Bucket.MODELS, "lung/" + first + "/canaries.npz");
        probe = champion -> {
            throw new InvalidModelException("the model does not work here: no graph in it");
        };

        assertThat(rollback(null, null))
                .isEqualTo(new OperatorOutcome.Refused(
                        "version " + first + " cannot serve: the model does not work here: no graph in it"));
        assertThat(serving()).contains(second);

        probe = champion -> {};
        assertThat(done(rollback(null, null)).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(serving()).contains(first);
    }

    /** Who loads a model in its turn is overtaken by everybody who does not. */
    @Test
    void aVersionIsTriedBetweenTurnsAndNotInOne() {
        String first = promote("run-1");
        promote("run-2");
        var events = new ArrayList<String>();
        RegistryEvents broker = broker();
        var turns = new RegistryEvents() {
            @Override
            public void trained(ModelTrained event) {
                throw new AssertionError("nothing is trained");
            }

            @Override
            public void decided(ModelDecided event) {
                throw new AssertionError("not in a turn");
            }

            @Override
            public Turn turn(String model) {
                events.add("turn");
                return new Turn() {
                    @Override
                    public void decided(ModelDecided event) {
                        broker.decided(event);
                        events.add("published");
                    }

                    @Override
                    public void close() {
                        events.add("over");
                    }
                };
            }
        };
        var writer = new DecisionWriter(() -> log, turns, clock(), TurnPauses.of(new SplittableRandom(1)));
        CanaryTrial tried = (champion, dataset, canaries) -> {
            events.add("tried");
            return new EchoTrial().replay(champion, dataset, canaries);
        };

        done(new OperatorDecisions(objects, tried, probe, writer).rollback("lung", new Rollback(null, null, WHY)));

        assertThat(serving()).contains(first);
        assertThat(events).containsExactly("turn", "over", "tried", "turn", "published", "over");
    }

    @Test
    void heldMeansThatNoVersionServes() {
        String first = promote("run-1");

        ModelDecided held = done(operator().hold("lung", first, WHY));

        assertThat(held.outcome()).isEqualTo(Outcome.HELD);
        assertThat(held.checks()).isNotEmpty();
        assertThat(serving()).isEmpty();
        assertThat(done(operator().hold("lung", null, WHY))).isEqualTo(held);
    }

    @Test
    void aHoldEndsByARollbackOrAPromotion() {
        String first = promote("run-1");
        promote("run-2");
        done(operator().hold("lung", null, WHY));

        done(rollback(null, null));
        assertThat(serving()).contains(first);
        done(operator().hold("lung", null, WHY));
        assertThat(rollback(null, null)).isInstanceOf(OperatorOutcome.Refused.class);

        assertThat(serving()).isEmpty();
        String third = promote("run-3");
        assertThat(serving()).contains(third);
    }

    @Test
    void aVersionThatIsAsGoodAsTheChampionServesWhereAPersonWantsIt() {
        String first = promote("run-1");
        String equal = refusedAsNotBetter("run-2", TrainedModels.GOOD);

        ModelDecided decided = done(promotion(first, equal));

        assertThat(decided.outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(decided.reason()).isEqualTo(WHY);
        assertThat(decided.runId()).isEqualTo("run-2");
        assertThat(decided.checks())
                .filteredOn(check -> !check.passed())
                .extracting(ModelDecided.GateCheck::name)
                .containsExactly("better-than-champion");
        assertThat(serving()).contains(equal);
        assertThat(summary(equal).outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(done(promotion(first, equal))).as("repeated").isEqualTo(decided);
        done(rollback(null, null));
        assertThat(serving()).contains(first);
    }

    @Test
    void aLostClassIsPromotedByNobody() {
        promote("run-1");
        String collapsed = refusedAsNotBetter("run-2", TrainedModels.COLLAPSED);

        assertThat(promotion(null, collapsed))
                .isInstanceOfSatisfying(
                        OperatorOutcome.Refused.class,
                        refused -> assertThat(refused.reason())
                                .contains("failed more than its comparison with the champion", "every-class-predicted")
                                .doesNotContain("better-than-champion"));
        assertThat(published).hasSize(2);
    }

    @Test
    void whatMayNotBePromotedIsSaid() {
        String first = promote("run-1");
        String second = promote("run-2");

        assertThat(promotion(first, second)).as("it serves").isInstanceOf(OperatorOutcome.Done.class);
        assertThat(promotion(null, first))
                .isEqualTo(new OperatorOutcome.Refused(
                        "version " + first + " of lung was promoted once: a rollback to it lets it serve again"));
        assertThat(promotion(null, "v9"))
                .isEqualTo(new OperatorOutcome.Refused("the registry has no version v9 of lung"));
        String equal = refusedAsNotBetter("run-3", TrainedModels.GOOD);
        assertThat(promotion(first, equal))
                .isEqualTo(
                        new OperatorOutcome.Refused("version " + first + " does not serve lung: " + second + " does"));
        trial = (champion, dataset, canaries) -> new CanaryTrial.Replay.Unusable("no graph in it");
        assertThat(promotion(second, equal))
                .isEqualTo(new OperatorOutcome.Refused("version " + equal + " cannot serve: no graph in it"));
        assertThat(serving()).contains(second);
    }

    @Test
    void aModelThatNobodyKnowsIsSaid() {
        assertThat(rollback(null, null))
                .isEqualTo(new OperatorOutcome.Unknown("nothing was decided about a model \"lung\""));
        assertThat(operator().hold("lung", null, WHY)).isInstanceOf(OperatorOutcome.Unknown.class);
    }

    /** The card says rolled back already, the log does not: the repetition says the same. */
    @Test
    void aRequestThatDiedBeforeTheBrokerHadItCanBeRepeated() {
        String first = promote("run-1");
        String second = promote("run-2");
        brokerAnswers = false;
        assertThatThrownBy(() -> rollback(second, null)).hasMessage("broker gone");
        brokerAnswers = true;

        ModelDecided decided = done(rollback(second, null));

        assertThat(decided.version()).isEqualTo(second);
        assertThat(serving()).contains(first);
    }

    /** The card says promoted already, the log does not. */
    @Test
    void aPromotionThatDiedBeforeTheBrokerHadItCanBeRepeated() {
        String first = promote("run-1");
        String equal = refusedAsNotBetter("run-2", TrainedModels.GOOD);
        brokerAnswers = false;
        assertThatThrownBy(() -> promotion(first, equal)).hasMessage("broker gone");
        brokerAnswers = true;

        ModelDecided decided = done(promotion(first, equal));

        assertThat(decided.outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(decided.checks()).anyMatch(check -> !check.passed());
        assertThat(serving()).contains(equal);
    }

    /** Another trainer's clock may be ahead; readers keep the latest decision. */
    @Test
    void aDecisionIsAlwaysLaterThanTheOneBefore() {
        String first = promote("run-1");
        promote("run-2");
        Instant ahead = log.last("lung").orElseThrow().decidedAt();
        seconds = -1000;

        ModelDecided decided = done(rollback(null, null));

        assertThat(decided.decidedAt()).isEqualTo(ahead.plusMillis(1));
        assertThat(serving()).contains(first);
    }

    private OperatorOutcome rollback(@Nullable String from, @Nullable String to) {
        return operator().rollback("lung", new Rollback(from, to, WHY));
    }

    private OperatorOutcome promotion(@Nullable String from, String version) {
        return operator().promote("lung", new OperatorDecisions.Promotion(from, version, WHY));
    }

    private static ModelDecided done(OperatorOutcome outcome) {
        assertThat(outcome).isInstanceOf(OperatorOutcome.Done.class);
        return ((OperatorOutcome.Done) outcome).decision();
    }

    private Optional<String> serving() {
        return log.champion("lung").map(Champion::version);
    }

    private VersionSummary summary(String version) {
        return VersionSummary.of("lung", objects, log).stream()
                .filter(summary -> summary.version().equals(version))
                .findFirst()
                .orElseThrow();
    }

    private String promote(String runId) {
        train(runId, TrainedModels.GOOD);
        ModelDecided decided = published.get(published.size() - 1);
        assertThat(decided.outcome()).isEqualTo(Outcome.PROMOTED);
        return decided.version();
    }

    /** Compared with a champion that answers the same. */
    private String refusedAsNotBetter(String runId, List<List<Long>> test) {
        train(
                runId,
                test,
                (champion, dataset, candidate) ->
                        new Incumbent.Evaluated(champion.version(), PairedComparison.of(candidate, candidate)));
        ModelDecided decided = published.get(published.size() - 1);
        assertThat(decided.outcome()).isEqualTo(Outcome.REFUSED);
        return decided.version();
    }

    private void train(String runId, List<List<Long>> test) {
        train(runId, test, (champion, dataset, candidate) -> new Incumbent.Incomparable("not asked."));
    }

    private void train(String runId, List<List<Long>> test, ChampionTrial compared) {
        TrainedModels.storeValidation(store);
        var judge = new CandidateJudge(
                objects, new ModelGate(new GateLimits(.3, .1, .1), ChampionRule.BETTER), compared, () -> log, writer());
        new ModelRegistrar(store, new EchoTrial(), judge, () -> log, broker(), clock())
                .trained(TrainedModels.of(runId, test));
    }

    private OperatorDecisions operator() {
        return new OperatorDecisions(objects, trial, probe, writer());
    }

    private DecisionWriter writer() {
        return new DecisionWriter(() -> log, broker(), clock(), TurnPauses.of(new SplittableRandom(1)));
    }

    private Clock clock() {
        InstantSource ticking = () -> TrainedModels.NOW.plusSeconds(++seconds);
        return ticking.withZone(ZoneOffset.UTC);
    }

    private RegistryEvents broker() {
        return new RegistryEvents() {
            @Override
            public void trained(ModelTrained event) {
                // Nobody listens.
            }

            @Override
            public void decided(ModelDecided event) {
                if (!brokerAnswers) {
                    throw new IllegalStateException("broker gone");
                }
                published.add(event);
            }
        };
    }
}

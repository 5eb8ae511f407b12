package org.equipoise.trainer.registry;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.ModelDecided.Outcome;
import org.equipoise.common.events.ModelTrained;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.trainer.gate.GateVerdict;
import org.equipoise.trainer.gate.Incumbent;
import org.equipoise.trainer.gate.ModelGate;
import org.equipoise.trainer.modelcard.ModelCard;
import org.equipoise.trainer.training.TrainedModel;
import org.equipoise.trainer.training.TrainingOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Takes a trained model over: registers it, announces it, judges it, and announces the decision.
 *
 * <p>It may die anywhere and be called again. The stored card is its memory: what it says was decided is not decided a
 * second time, so the repetition stores equal objects and sends equal events.
 */
public final class ModelRegistrar implements TrainingOutcome {

    private final ModelObjects objects;
    private final CurrentDecisions decisions;
    private final ModelGate gate;
    private final ChampionTrial trial;
    private final RegistryEvents events;
    private final Clock clock;

    public ModelRegistrar(
            ModelObjects objects,
            CurrentDecisions decisions,
            ModelGate gate,
            ChampionTrial trial,
            RegistryEvents events,
            Clock clock) {
        this.objects = objects;
        this.decisions = decisions;
        this.gate = gate;
        this.trial = trial;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public void trained(TrainedModel model) {
        DecisionLog log = decisions.read();
        ModelCard card = register(model);
        ModelTrained trained = card.trained();
        Optional<ModelDecided> last = log.last(trained.model());
        if (last.isPresent() && isAnnounced(card.decision(), last.get())) {
            return;
        }
        events.trained(trained);
        ModelDecided decided = card.decision();
        if (decided == null) {
            decided = decide(card, model.dataset(), log.champion(trained.model()));
            objects.putCard(card.withDecision(decided));
        }
        events.decided(decided);
        log.apply(decided);
    }

    /** Whether the log already holds this decision, or a later one that must not be undone. */
    private static boolean isAnnounced(@Nullable ModelDecided decision, ModelDecided last) {
        return decision != null && !decision.decidedAt().isAfter(last.decidedAt());
    }

    private ModelCard register(TrainedModel model) {
        String artifactKey = ObjectKeys.modelVersion(model.request().model(), ModelVersion.of(model));
        Optional<ModelCard> known = objects.card(artifactKey);
        if (known.isPresent()) {
            return known.get();
        }
        ModelCard card =
                objects.withPictures(Registration.card(model, clock.instant().truncatedTo(ChronoUnit.MILLIS)), model);
        objects.putSavedModel(artifactKey, model.savedModel().zip());
        objects.putCard(card);
        return card;
    }

    private ModelDecided decide(ModelCard card, DatasetFrozen dataset, Optional<Champion> champion) {
        ModelTrained trained = card.trained();
        GateVerdict verdict = gate.judge(
                trained.test(),
                champion.map(current -> incumbent(current, trained, dataset))
                        .orElseGet(() -> new Incumbent.Incomparable("no version serves yet.")));
        var candidate = new Champion(
                trained.version(), trained.artifactKey(), trained.labelSet(), trained.input(), card.reference());
        return new ModelDecided(
                trained.model(),
                trained.version(),
                trained.runId(),
                verdict.fold(promoted -> Outcome.PROMOTED, refused -> Outcome.REFUSED),
                verdict.checks(),
                verdict.<Optional<Champion>>fold(promoted -> Optional.of(candidate), refused -> champion)
                        .orElse(null),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    private Incumbent incumbent(Champion champion, ModelTrained candidate, DatasetFrozen dataset) {
        if (!champion.labelSet().equals(candidate.labelSet())) {
            return new Incumbent.Incomparable("the champion " + champion.version() + " knows the classes "
                    + champion.labelSet().classes() + ", the candidate "
                    + candidate.labelSet().classes() + ".");
        }
        if (!champion.input().equals(candidate.input())) {
            return new Incumbent.Incomparable("the champion " + champion.version() + " takes " + champion.input()
                    + ", the candidate " + candidate.input() + ".");
        }
        if (candidate.test().images() == 0) {
            return new Incumbent.Incomparable("there are no test images.");
        }
        return new Incumbent.Evaluated(champion.version(), trial.evaluate(champion, dataset));
    }
}

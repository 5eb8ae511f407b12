package org.equipoise.trainer.registry;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.ModelDecided.Outcome;
import org.equipoise.common.events.ModelTrained;
import org.equipoise.trainer.gate.GateVerdict;
import org.equipoise.trainer.gate.Incumbent;
import org.equipoise.trainer.gate.ModelGate;
import org.equipoise.trainer.gate.ServingEvidence;
import org.equipoise.trainer.modelcard.ModelCard;
import org.equipoise.trainer.training.SplitPredictions;

/** Puts a registered version before the gate and announces what the gate decided. */
public final class CandidateJudge {

    private final ModelObjects objects;
    private final ModelGate gate;
    private final ChampionTrial trial;
    private final CurrentDecisions decisions;
    private final DecisionWriter writer;

    public CandidateJudge(
            ModelObjects objects,
            ModelGate gate,
            ChampionTrial trial,
            CurrentDecisions decisions,
            DecisionWriter writer) {
        this.objects = objects;
        this.gate = gate;
        this.trial = trial;
        this.decisions = decisions;
        this.writer = writer;
    }

    /** Whether the gate refuses such answers whatever else serves, and however it is served. */
    public boolean refuses(Evaluation test) {
        ServingEvidence none = new ServingEvidence.NotComparable("not asked.");
        return gate.judge(test, new Incumbent.Incomparable("not asked."), none)
                .fold(promoted -> false, refused -> true);
    }

    /** The version of a card as it would serve. */
    static Champion candidate(ModelCard card) {
        ModelTrained trained = card.trained();
        return new Champion(
                trained.version(),
                trained.artifactKey(),
                trained.labelSet(),
                trained.input(),
                card.reference(),
                trained.window(),
                trained.fit());
    }

    /**
     * Decides and announces, or announces what the card says was decided. The champion is tried outside the writer's
     * turn, and again when another one serves by then.
     *
     * @param test the candidate's answers to the test split; asked for only where a version serves
     * @return the decision that now is the card's
     */
    public ModelDecided judge(
            ModelCard card, DatasetFrozen dataset, Supplier<SplitPredictions> test, Supplier<ServingEvidence> serving) {
        String model = card.trained().model();
        ModelDecided made = card.decision();
        if (made != null) {
            return announce(made);
        }
        ServingEvidence evidence = serving.get();
        while (true) {
            Optional<ModelDecided> others = decision(card);
            if (others.isPresent()) {
                return announce(others.get());
            }
            Optional<Champion> tried = decisions.read().champion(model);
            GateVerdict verdict = gate.judge(
                    card.trained().validation(),
                    card.trained().test(),
                    incumbent(tried, card.trained(), dataset, test),
                    evidence);
            Optional<ModelDecided> decided = writer.write(model, (last, now) -> {
                if (!version(last.flatMap(known -> Optional.ofNullable(known.champion())))
                                .equals(version(tried))
                        || decision(card).isPresent()) {
                    return Optional.empty();
                }
                ModelDecided next = decision(card, verdict, tried, now);
                objects.putCard(card.withDecision(next));
                return Optional.of(next);
            });
            if (decided.isPresent()) {
                return decided.get();
            }
        }
    }

    private ModelDecided announce(ModelDecided made) {
        writer.write(
                made.model(),
                (last, now) -> ModelRegistrar.isAnnounced(made, last) ? Optional.empty() : Optional.of(made));
        return made;
    }

    /** What the stored card says by now: another trainer that had the same run may have decided. */
    private Optional<ModelDecided> decision(ModelCard card) {
        return objects.card(card.trained().artifactKey()).flatMap(stored -> Optional.ofNullable(stored.decision()));
    }

    private static Optional<String> version(Optional<Champion> champion) {
        return champion.map(Champion::version);
    }

    private static ModelDecided decision(
            ModelCard card, GateVerdict verdict, Optional<Champion> champion, Instant now) {
        ModelTrained trained = card.trained();
        return new ModelDecided(
                trained.model(),
                trained.version(),
                trained.runId(),
                verdict.fold(promoted -> Outcome.PROMOTED, refused -> Outcome.REFUSED),
                verdict.checks(),
                verdict.<Optional<Champion>>fold(promoted -> Optional.of(candidate(card)), refused -> champion)
                        .orElse(null),
                now);
    }

    private Incumbent incumbent(
            Optional<Champion> champion,
            ModelTrained candidate,
            DatasetFrozen dataset,
            Supplier<SplitPredictions> test) {
        return champion.map(current -> incumbent(current, candidate, dataset, test))
                .orElseGet(() -> new Incumbent.Incomparable("no version serves."));
    }

    private Incumbent incumbent(
            Champion champion, ModelTrained candidate, DatasetFrozen dataset, Supplier<SplitPredictions> test) {
        if (!Set.copyOf(champion.labelSet().classes())
                .equals(Set.copyOf(candidate.labelSet().classes()))) {
            return new Incumbent.Incomparable("the champion " + champion.version() + " knows the classes "
                    + champion.labelSet().classes() + ", the candidate "
                    + candidate.labelSet().classes() + ".");
        }
        if (candidate.test().images() == 0) {
            return new Incumbent.Incomparable("there are no test images.");
        }
        return trial.evaluate(champion, dataset, test.get().right(candidate.labelSet()));
    }
}

package org.equipoise.trainer.registry;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.ModelTrained;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.trainer.canary.Canaries;
import org.equipoise.trainer.canary.CanaryDraw;
import org.equipoise.trainer.canary.CanaryTrial;
import org.equipoise.trainer.canary.ServingComparison;
import org.equipoise.trainer.gate.ServingEvidence;
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
    private final CanaryDraw canaries;
    private final CanaryTrial canaryTrial;
    private final CandidateJudge judge;
    private final CurrentDecisions decisions;
    private final RegistryEvents events;
    private final Clock clock;

    public ModelRegistrar(
            ObjectStore store,
            CanaryTrial canaryTrial,
            CandidateJudge judge,
            CurrentDecisions decisions,
            RegistryEvents events,
            Clock clock) {
        this.objects = new ModelObjects(store);
        this.canaries = new CanaryDraw(store);
        this.canaryTrial = canaryTrial;
        this.judge = judge;
        this.decisions = decisions;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public void trained(TrainedModel model) {
        ModelCard card = register(model);
        ModelTrained trained = card.trained();
        if (isAnnounced(card.decision(), decisions.read().last(trained.model()))) {
            return;
        }
        events.trained(trained);
        judge.judge(card, model.dataset(), model::test, () -> serving(card, model));
    }

    /**
     * Whether the log already holds this decision, the gate's decision about the same version by another trainer that
     * had the same run, or a later one that must not be undone.
     */
    public static boolean isAnnounced(@Nullable ModelDecided decision, Optional<ModelDecided> last) {
        if (decision == null || last.isEmpty()) {
            return false;
        }
        ModelDecided known = last.get();
        boolean sameGate = decision.reason() == null
                && known.reason() == null
                && known.version().equals(decision.version());
        return sameGate || !decision.decidedAt().isAfter(known.decidedAt());
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

    private ServingEvidence serving(ModelCard card, TrainedModel model) {
        DatasetFrozen dataset = model.dataset();
        Champion candidate = CandidateJudge.candidate(card);
        Canaries drawn = canaries.draw(dataset, model.validation());
        objects.putCanaries(candidate.artifactKey(), drawn);
        return ServingComparison.of(
                drawn, model.accelerated(), canaryTrial.replay(candidate, dataset.dataset(), drawn));
    }
}

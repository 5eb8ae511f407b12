package org.equipoise.trainer.registry;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;

import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelTrained;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.trainer.canary.EchoTrial;
import org.equipoise.trainer.gate.ChampionRule;
import org.equipoise.trainer.gate.GateLimits;
import org.equipoise.trainer.gate.ModelGate;
import org.equipoise.trainer.modelcard.ModelCard;
import org.equipoise.trainer.training.TrainedModel;

/** Cards for tests, made the way the registrar makes them. */
public final class ModelCards {

    private ModelCards() {}

    /** A card with the decision of the gate. */
    public static ModelCard judged(List<List<Long>> test, String finding) {
        var store = new InMemoryObjectStore();
        TrainedModels.storeValidation(store);
        return judged(TrainedModels.of("run-1", test, finding), store);
    }

    /** A judged card with everything that can be drawn. */
    public static ModelCard pictured(LabelSet labels, InputShape shape) {
        var store = new InMemoryObjectStore();
        return judged(PicturedModels.of(store, labels, shape, 3), store);
    }

    private static ModelCard judged(TrainedModel model, InMemoryObjectStore store) {
        var objects = new ModelObjects(store);
        var log = new DecisionLog();
        var clock = Clock.fixed(TrainedModels.NOW, ZoneOffset.UTC);
        var silence = new Silence();
        var judge = new CandidateJudge(
                objects,
                new ModelGate(new GateLimits(.3, .1, .1), ChampionRule.BETTER),
                (champion, dataset, candidate) -> {
                    throw new AssertionError("there is no champion");
                },
                () -> log,
                new DecisionWriter(() -> log, silence, clock, TurnPauses.of(new SplittableRandom(1))));
        new ModelRegistrar(store, new EchoTrial(), judge, () -> log, silence, clock).trained(model);
        return objects.card("lung/" + ModelVersion.of(model)).orElseThrow();
    }

    /** A card before the gate. */
    public static ModelCard unjudged() {
        return Registration.card(TrainedModels.of("run-1", TrainedModels.GOOD), TrainedModels.NOW);
    }

    private static final class Silence implements RegistryEvents {
        @Override
        public void trained(ModelTrained event) {
            // Nobody listens.
        }

        @Override
        public void decided(ModelDecided event) {
            // Nobody listens.
        }
    }
}

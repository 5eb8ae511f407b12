package org.equipoise.trainer.outside;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.labels.Split;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.trainer.gate.ChampionRule;
import org.equipoise.trainer.gate.GateLimits;
import org.equipoise.trainer.gate.ModelGate;
import org.equipoise.trainer.registry.CandidateJudge;
import org.equipoise.trainer.registry.DecisionLog;
import org.equipoise.trainer.registry.DecisionWriter;
import org.equipoise.trainer.registry.ModelObjects;
import org.equipoise.trainer.registry.RegistryRecorder;
import org.equipoise.trainer.registry.TurnPauses;
import org.equipoise.trainer.training.SplitPredictions;

/** A registrar for requests that never come to look into a model. */
public final class UnaskedRegistrar {

    private UnaskedRegistrar() {}

    /** Fails when it is asked anything. */
    public static OutsideRegistrar of(ObjectStore store) {
        var log = new DecisionLog();
        var events = new RegistryRecorder();
        var writer = new DecisionWriter(() -> log, events, Clock.systemUTC(), TurnPauses.of(new SplittableRandom(1)));
        var judge = new CandidateJudge(
                new ModelObjects(store),
                new ModelGate(new GateLimits(.3, .1, .1), ChampionRule.BETTER),
                (champion, dataset, candidate) -> {
                    throw asked();
                },
                () -> log,
                writer);
        return new OutsideRegistrar(
                store,
                zip -> {
                    throw asked();
                },
                new NoTrial(),
                judge,
                writer,
                () -> log,
                events,
                Clock.systemUTC());
    }

    private static AssertionError asked() {
        return new AssertionError("nothing should be looked into");
    }

    private static final class NoTrial implements OutsideTrial {
        @Override
        public void probe(Champion version) {
            throw asked();
        }

        @Override
        public SplitPredictions answers(Champion version, DatasetFrozen dataset, Split split) {
            throw asked();
        }

        @Override
        public List<Optional<byte[]>> inputs(Champion version, String dataset, List<String> imageIds) {
            throw asked();
        }
    }
}

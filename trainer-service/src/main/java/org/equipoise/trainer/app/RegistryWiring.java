package org.equipoise.trainer.app;

import java.nio.file.Path;
import java.time.Clock;
import java.util.SplittableRandom;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.trainer.classifier.ClassifierLoader;
import org.equipoise.trainer.djl.SignatureReader;
import org.equipoise.trainer.gate.GateConfig;
import org.equipoise.trainer.gate.ModelGate;
import org.equipoise.trainer.outside.OutsideRegistrar;
import org.equipoise.trainer.registry.CandidateJudge;
import org.equipoise.trainer.registry.CurrentDecisions;
import org.equipoise.trainer.registry.DecisionLog;
import org.equipoise.trainer.registry.DecisionWriter;
import org.equipoise.trainer.registry.ModelObjects;
import org.equipoise.trainer.registry.ModelRegistrar;
import org.equipoise.trainer.registry.OperatorDecisions;
import org.equipoise.trainer.registry.RegistryEvents;
import org.equipoise.trainer.registry.TurnPauses;
import org.equipoise.trainer.scoring.ImageFetcher;
import org.equipoise.trainer.scoring.ServingTrial;
import org.equipoise.trainer.training.TrainingOutcome;

/** The registry, the gate, and whoever may decide. */
class RegistryWiring {

    @Produces
    @Singleton
    DecisionLog decisions() {
        return new DecisionLog();
    }

    @Produces
    @Singleton
    ModelObjects modelObjects(ObjectStore objects) {
        return new ModelObjects(objects);
    }

    @Produces
    @Singleton
    ServingTrial servingTrial(ClassifierLoader loader, ObjectStore objects, ImageFetcher fetcher) {
        return new ServingTrial(loader, objects, fetcher);
    }

    @Produces
    @Singleton
    DecisionWriter decisionWriter(CurrentDecisions decisions, RegistryEvents events, Clock clock) {
        return new DecisionWriter(decisions, events, clock, TurnPauses.of(new SplittableRandom()));
    }

    @Produces
    @Singleton
    CandidateJudge candidateJudge(
            ModelObjects objects,
            GateConfig gate,
            ServingTrial trial,
            CurrentDecisions decisions,
            DecisionWriter writer) {
        return new CandidateJudge(objects, new ModelGate(gate.limits(), gate.champion()), trial, decisions, writer);
    }

    /** What becomes of a trained model. */
    @Produces
    @Singleton
    TrainingOutcome registrar(
            ObjectStore objects,
            ServingTrial trial,
            CandidateJudge judge,
            CurrentDecisions decisions,
            RegistryEvents events,
            Clock clock) {
        return new ModelRegistrar(objects, trial, judge, decisions, events, clock);
    }

    @Produces
    @Singleton
    OperatorDecisions operatorDecisions(ModelObjects objects, ServingTrial trial, DecisionWriter writer) {
        return new OperatorDecisions(objects, trial, trial, writer);
    }

    @Produces
    @Singleton
    OutsideRegistrar outsideRegistrar(
            ObjectStore objects,
            ServingTrial trial,
            CandidateJudge judge,
            DecisionWriter writer,
            CurrentDecisions decisions,
            RegistryEvents events,
            Clock clock,
            @ConfigProperty(name = "equipoise.state-dir") Path stateDir) {
        var inspector = new SignatureReader(stateDir.resolve("trainer/models"));
        return new OutsideRegistrar(objects, inspector, trial, judge, writer, decisions, events, clock);
    }
}

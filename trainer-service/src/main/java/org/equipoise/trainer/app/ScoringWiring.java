package org.equipoise.trainer.app;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.MeterRegistry;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.trainer.djl.DjlClassifierLoader;
import org.equipoise.trainer.gate.GateConfig;
import org.equipoise.trainer.gate.ModelGate;
import org.equipoise.trainer.metrics.TrainerMetrics;
import org.equipoise.trainer.registry.CurrentDecisions;
import org.equipoise.trainer.registry.DecisionLog;
import org.equipoise.trainer.registry.ModelObjects;
import org.equipoise.trainer.registry.ModelRegistrar;
import org.equipoise.trainer.registry.RegistryEvents;
import org.equipoise.trainer.scoring.ClassifierLoader;
import org.equipoise.trainer.scoring.LoadedModels;
import org.equipoise.trainer.scoring.Scorer;
import org.equipoise.trainer.scoring.ScoringConfig;
import org.equipoise.trainer.scoring.ServingTrial;
import org.equipoise.trainer.tensorflow.TensorFlowConfig;
import org.equipoise.trainer.training.TrainingOutcome;

/** The registry, the gate and the scorer. */
class ScoringWiring {

    @Produces
    @Singleton
    TrainerMetrics metrics(MeterRegistry registry) {
        return new TrainerMetrics(registry);
    }

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
    ClassifierLoader classifierLoader(
            ObjectStore objects,
            TensorFlowConfig tensorflow,
            @ConfigProperty(name = "equipoise.state-dir") Path stateDir) {
        return new DjlClassifierLoader(objects, stateDir.resolve("trainer/models"), tensorflow.sessionConfig());
    }

    /** What becomes of a trained model. */
    @Produces
    @Singleton
    TrainingOutcome registrar(
            ModelObjects modelObjects,
            CurrentDecisions decisions,
            GateConfig gate,
            ClassifierLoader loader,
            ObjectStore objects,
            RegistryEvents events,
            Clock clock) {
        return new ModelRegistrar(
                modelObjects,
                decisions,
                new ModelGate(gate.limits()),
                new ServingTrial(loader, objects),
                events,
                clock);
    }

    @Produces
    @Singleton
    LoadedModels loadedModels(ClassifierLoader loader, ScoringConfig config) {
        return new LoadedModels(loader, config.loadedModels());
    }

    void unload(@Disposes LoadedModels models) {
        models.close();
    }

    @Produces
    @Singleton
    @Named("fetchers")
    ExecutorService fetchers(ScoringConfig config) {
        return Executors.newFixedThreadPool(config.fetchers(), task -> {
            var named = new Thread(task, "image-fetcher");
            named.setDaemon(true);
            return named;
        });
    }

    void stop(@Disposes @Named("fetchers") ExecutorService fetchers) {
        fetchers.shutdown();
    }

    @Produces
    @Singleton
    Scorer scorer(
            DecisionLog decisions,
            LoadedModels models,
            ObjectStore objects,
            @Named("fetchers") ExecutorService fetchers,
            ScoringConfig config,
            Clock clock) {
        return new Scorer(decisions, models, objects, fetchers, config, clock);
    }
}

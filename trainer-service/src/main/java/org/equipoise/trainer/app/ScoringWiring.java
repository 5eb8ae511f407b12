package org.equipoise.trainer.app;

import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.MeterRegistry;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.trainer.canary.CanaryConfig;
import org.equipoise.trainer.canary.CanaryReplays;
import org.equipoise.trainer.checkpoint.ObjectStoreStarts;
import org.equipoise.trainer.classifier.ClassifierLoader;
import org.equipoise.trainer.classifier.GuardedLoader;
import org.equipoise.trainer.classifier.LoadedModels;
import org.equipoise.trainer.diagnosis.AlertDiagnosis;
import org.equipoise.trainer.diagnosis.DiagnosisSink;
import org.equipoise.trainer.diagnosis.HeldImages;
import org.equipoise.trainer.djl.DjlClassifierLoader;
import org.equipoise.trainer.metrics.TrainerMetrics;
import org.equipoise.trainer.outside.ServingFormats;
import org.equipoise.trainer.registry.DecisionLog;
import org.equipoise.trainer.registry.ModelObjects;
import org.equipoise.trainer.scoring.ImageFetcher;
import org.equipoise.trainer.scoring.Scorer;
import org.equipoise.trainer.scoring.ScoringConfig;
import org.equipoise.trainer.scoring.ServingTrial;
import org.equipoise.trainer.tensorflow.TensorFlowConfig;
import org.equipoise.trainer.training.DatasetCatalogue;
import org.equipoise.trainer.training.DatasetManifest;

/** The scorer and what it needs. */
class ScoringWiring {

    @Produces
    @Singleton
    TrainerMetrics metrics(MeterRegistry registry) {
        return new TrainerMetrics(registry);
    }

    @Produces
    @Singleton
    DjlClassifierLoader classifierLoader(
            ObjectStore objects,
            TensorFlowConfig tensorflow,
            @ConfigProperty(name = "equipoise.state-dir") Path stateDir) {
        return new DjlClassifierLoader(objects, stateDir.resolve("trainer/models"), tensorflow.sessionConfig());
    }

    @Produces
    @Singleton
    ImageFetcher imageFetcher(ObjectStore objects, @Named("fetchers") ExecutorService fetchers, ScoringConfig config) {
        return new ImageFetcher(objects, fetchers, config.maxImageBytes());
    }

    @Produces
    @Singleton
    LoadedModels loadedModels(
            ClassifierLoader loader,
            ObjectStore objects,
            @ConfigProperty(name = "equipoise.instance") String instance,
            ScoringConfig config,
            Clock clock) {
        var starts = new ObjectStoreStarts(objects, UUID.randomUUID().toString());
        var guarded = new GuardedLoader(loader, starts, instance);
        return new LoadedModels(guarded, config.loadedModels(), config.loadAttempts(), config.unusablePause(), clock);
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
    CanaryReplays canaryReplays(
            ModelObjects objects, ServingTrial path, LoadedModels models, Clock clock, CanaryConfig config) {
        return new CanaryReplays(
                objects,
                path,
                models::classifyInPassing,
                clock,
                config.every(),
                UUID.randomUUID().toString());
    }

    @Produces
    @Singleton
    AlertDiagnosis alertDiagnosis(
            ModelObjects versions,
            DatasetCatalogue datasets,
            ObjectStore objects,
            ServingTrial path,
            DjlClassifierLoader loader,
            DiagnosisSink sink,
            Clock clock) {
        var images = new HeldImages(versions, datasets, new DatasetManifest(objects), path);
        return new AlertDiagnosis(versions, new ServingFormats(objects), images, loader, sink, clock);
    }

    @Produces
    @Singleton
    Scorer scorer(DecisionLog decisions, LoadedModels models, ImageFetcher fetcher, ScoringConfig config, Clock clock) {
        return new Scorer(decisions, models, fetcher, config, clock);
    }
}

package org.equipoise.trainer.app;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.quarkus.runtime.StartupEvent;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.diagnosis.files.ForestFile;
import org.equipoise.trainer.augmentation.PolicyExaminer;
import org.equipoise.trainer.augmentation.SurvivalObjects;
import org.equipoise.trainer.backbone.BackboneConfig;
import org.equipoise.trainer.backbone.BackboneStore;
import org.equipoise.trainer.backbone.SavedModelReader;
import org.equipoise.trainer.checkpoint.ObjectStoreCheckpoints;
import org.equipoise.trainer.checkpoint.ObjectStoreStarts;
import org.equipoise.trainer.classifier.ClassifierLoader;
import org.equipoise.trainer.diagnosis.DiagnosisConfig;
import org.equipoise.trainer.diagnosis.DiagnosisObjects;
import org.equipoise.trainer.diagnosis.DiagnosisRequests;
import org.equipoise.trainer.diagnosis.DiagnosisSink;
import org.equipoise.trainer.diagnosis.PastRuns;
import org.equipoise.trainer.diagnosis.RequestedDiagnosis;
import org.equipoise.trainer.diagnosis.RunDiagnosis;
import org.equipoise.trainer.diagnosis.RunRepair;
import org.equipoise.trainer.diagnosis.TestImages;
import org.equipoise.trainer.gate.GateConfig;
import org.equipoise.trainer.kafka.GuardedAftermath;
import org.equipoise.trainer.kafka.GuardedExamination;
import org.equipoise.trainer.kafka.WaitingRequests;
import org.equipoise.trainer.labels.LabelAudit;
import org.equipoise.trainer.labels.LabelAuditConfig;
import org.equipoise.trainer.labels.SuspectSink;
import org.equipoise.trainer.labels.TrainingSplit;
import org.equipoise.trainer.registry.CandidateJudge;
import org.equipoise.trainer.registry.CurrentDecisions;
import org.equipoise.trainer.registry.ModelObjects;
import org.equipoise.trainer.shards.ShardConfig;
import org.equipoise.trainer.tensorflow.NativeLibrary;
import org.equipoise.trainer.tensorflow.SavedModelBackbones;
import org.equipoise.trainer.tensorflow.TensorFlowBackbones;
import org.equipoise.trainer.tensorflow.TensorFlowConfig;
import org.equipoise.trainer.tensorflow.TensorFlowNetworks;
import org.equipoise.trainer.training.DatasetCatalogue;
import org.equipoise.trainer.training.DatasetManifest;
import org.equipoise.trainer.training.DatasetPacks;
import org.equipoise.trainer.training.EndedRun;
import org.equipoise.trainer.training.FrozenNetworks;
import org.equipoise.trainer.training.NetworkFactory;
import org.equipoise.trainer.training.ProgressSink;
import org.equipoise.trainer.training.RunState;
import org.equipoise.trainer.training.ShardSource;
import org.equipoise.trainer.training.TrainingConfig;
import org.equipoise.trainer.training.TrainingOutcome;
import org.equipoise.trainer.training.TrainingPorts;
import org.equipoise.trainer.training.TrainingService;
import org.equipoise.trainer.training.VersionFeatures;
import org.equipoise.trainer.work.Precedence;
import org.equipoise.trainer.work.RequestedWork;
import org.jboss.logging.Logger;

/** The role {@code train}. */
class TrainingWiring {

    private static final Logger LOG = Logger.getLogger(TrainingWiring.class);

    @Produces
    @Singleton
    Precedence precedence() {
        return new Precedence();
    }

    @Produces
    @Singleton
    NetworkFactory networks(TensorFlowConfig tensorFlow, @ConfigProperty(name = "equipoise.state-dir") Path stateDir) {
        return new TensorFlowNetworks(tensorFlow, stateDir.resolve("trainer/scratch"));
    }

    @Produces
    @Singleton
    BackboneStore backboneStore(ObjectStore objects) {
        return new BackboneStore(objects);
    }

    @Produces
    @Singleton
    FrozenNetworks backbones(
            BackboneStore store,
            TensorFlowConfig tensorFlow,
            @ConfigProperty(name = "equipoise.state-dir") Path stateDir) {
        return new TensorFlowBackbones(store, tensorFlow, stateDir.resolve("trainer/scratch"));
    }

    @Produces
    @Singleton
    VersionFeatures versionFeatures(ObjectStore objects, FrozenNetworks backbones, TrainingConfig config, Clock clock) {
        return new VersionFeatures(new DatasetPacks(objects), backbones, clock, config.reportStepsEvery());
    }

    @Produces
    @Singleton
    SavedModelReader savedModels(TensorFlowConfig tensorFlow, BackboneConfig config) {
        return new SavedModelBackbones(tensorFlow, config.maxUploadBytes());
    }

    @Produces
    @Singleton
    RunDiagnosis runDiagnosis(
            ObjectStore objects,
            VersionFeatures features,
            NetworkFactory networks,
            CandidateJudge judge,
            WaitingRequests waiting,
            DiagnosisSink diagnoses,
            DiagnosisRequests requests,
            DiagnosisConfig diagnosis,
            Clock clock) {
        return new RunDiagnosis(
                new DatasetPacks(objects),
                features,
                networks,
                ForestFile.shipped(),
                judge::refuses,
                waiting::othersWait,
                diagnoses,
                requests,
                diagnosis,
                clock);
    }

    @Produces
    @Singleton
    RequestedDiagnosis requestedDiagnosis(
            TrainingService training,
            TrainingPorts ports,
            RunDiagnosis runs,
            ModelObjects versions,
            ClassifierLoader loader,
            ObjectStore objects,
            Precedence precedence,
            DiagnosisConfig diagnosis) {
        return new RequestedDiagnosis(
                new RequestedDiagnosis.Ports(
                        new PastRuns() {
                            @Override
                            public Optional<EndedRun> of(String runId) {
                                return training.past(runId);
                            }

                            @Override
                            public EndedRun of(RunState state) {
                                return training.past(state);
                            }
                        },
                        versions,
                        loader,
                        ports.packs(),
                        ports.networks(),
                        new DiagnosisObjects(objects),
                        ports.progress(),
                        new ObjectStoreStarts(objects, UUID.randomUUID().toString()),
                        precedence),
                runs,
                diagnosis,
                ports.clock());
    }

    @Produces
    @Singleton
    TrainingPorts trainingPorts(
            DatasetCatalogue datasets,
            ShardSource.Factory shards,
            ProgressSink progress,
            TrainingOutcome outcome,
            RunDiagnosis diagnosed,
            DiagnosisSink diagnoses,
            CandidateJudge judge,
            NetworkFactory networks,
            FrozenNetworks backbones,
            ObjectStore objects,
            ModelObjects versions,
            ClassifierLoader loader,
            CurrentDecisions decisions,
            GateConfig gate,
            Clock clock) {
        var examination = new PolicyExaminer(
                shards,
                backbones,
                (model, dataset) -> unacquainted(decisions, versions, model, dataset),
                loader,
                new SurvivalObjects(objects),
                clock);
        var repair = new RunRepair(
                new DiagnosisObjects(objects),
                new TestImages(datasets, new DatasetManifest(objects)),
                judge::refuses,
                diagnoses);
        return new TrainingPorts(
                datasets,
                new DatasetPacks(objects),
                networks,
                backbones,
                shards,
                new GuardedExamination(examination),
                new ObjectStoreCheckpoints(objects),
                progress,
                outcome,
                new GuardedAftermath(repair).then(new GuardedAftermath(diagnosed)),
                clock,
                gate.limits().fewestTestImages());
    }

    /** A card says what a version learned from; without one, or trained elsewhere, it may have been these images. */
    private static Optional<Champion> unacquainted(
            CurrentDecisions decisions, ModelObjects versions, String model, DatasetFrozen dataset) {
        return decisions
                .read()
                .champion(model)
                .filter(champion -> champion.labelSet().equals(dataset.labelSet())
                        && champion.format().sees(dataset.format()))
                .filter(champion -> versions.card(champion.artifactKey())
                        .filter(card -> card.isUnacquaintedWith(dataset.dataset()))
                        .isPresent());
    }

    @Produces
    @Singleton
    TrainingService trainingService(TrainingPorts ports, TrainingConfig config) {
        return new TrainingService(ports, config, UUID.randomUUID().toString());
    }

    @Produces
    @Singleton
    RequestedWork requestedWork(
            TrainingService training,
            TrainingPorts ports,
            SuspectSink suspects,
            VersionFeatures features,
            ObjectStore objects,
            LabelAuditConfig config) {
        var split = new TrainingSplit(ports.packs(), new DatasetManifest(objects), config.mostBytes());
        var audit = new LabelAudit(
                new LabelAudit.Ports(ports.datasets(), split, features, suspects, ports.progress(), ports.clock()),
                config.longestLook());
        return new RequestedWork(
                training,
                audit,
                new ObjectStoreStarts(objects, UUID.randomUUID().toString()));
    }

    /** Loads the native library beside the start, so that the first run or prediction need not wait for it. */
    void warmUp(@Observes StartupEvent event, TensorFlowConfig config, ShardConfig shards) {
        LOG.infof(
                "threads inside an operation %d, device %s, mixed precision %s, shards on order %d",
                config.threads(),
                config.device().name().toLowerCase(Locale.ROOT),
                config.mixedPrecision() ? "on" : "off",
                shards.window());
        var loading = new Thread(() -> LOG.infof("TensorFlow %s", NativeLibrary.version()), "tensorflow-load");
        loading.setDaemon(true);
        loading.start();
    }
}

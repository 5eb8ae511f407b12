package org.equipoise.trainer.app;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.UUID;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.quarkus.runtime.StartupEvent;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.diagnosis.files.LikelihoodsFile;
import org.equipoise.trainer.checkpoint.ObjectStoreCheckpoints;
import org.equipoise.trainer.checkpoint.ObjectStoreStarts;
import org.equipoise.trainer.diagnosis.DiagnosisConfig;
import org.equipoise.trainer.diagnosis.DiagnosisSink;
import org.equipoise.trainer.diagnosis.KeptDiagnoses;
import org.equipoise.trainer.diagnosis.RunDiagnosis;
import org.equipoise.trainer.diagnosis.RunRepair;
import org.equipoise.trainer.diagnosis.TestImages;
import org.equipoise.trainer.gate.GateConfig;
import org.equipoise.trainer.kafka.GuardedAftermath;
import org.equipoise.trainer.kafka.WaitingRequests;
import org.equipoise.trainer.labels.LabelAudit;
import org.equipoise.trainer.labels.LabelAuditConfig;
import org.equipoise.trainer.labels.SuspectSink;
import org.equipoise.trainer.labels.TrainingSplit;
import org.equipoise.trainer.registry.CandidateJudge;
import org.equipoise.trainer.shards.ShardConfig;
import org.equipoise.trainer.tensorflow.NativeLibrary;
import org.equipoise.trainer.tensorflow.TensorFlowConfig;
import org.equipoise.trainer.tensorflow.TensorFlowNetworks;
import org.equipoise.trainer.training.DatasetCatalogue;
import org.equipoise.trainer.training.DatasetManifest;
import org.equipoise.trainer.training.DatasetPacks;
import org.equipoise.trainer.training.ProgressSink;
import org.equipoise.trainer.training.ShardSource;
import org.equipoise.trainer.training.TrainingConfig;
import org.equipoise.trainer.training.TrainingOutcome;
import org.equipoise.trainer.training.TrainingPorts;
import org.equipoise.trainer.training.TrainingService;
import org.equipoise.trainer.work.RequestedWork;
import org.jboss.logging.Logger;

/** The role {@code train}. */
class TrainingWiring {

    private static final Logger LOG = Logger.getLogger(TrainingWiring.class);

    @Produces
    @Singleton
    TrainingPorts trainingPorts(
            DatasetCatalogue datasets,
            ShardSource.Factory shards,
            ProgressSink progress,
            TrainingOutcome outcome,
            DiagnosisSink diagnoses,
            DiagnosisConfig diagnosis,
            CandidateJudge judge,
            WaitingRequests waiting,
            ObjectStore objects,
            TensorFlowConfig tensorFlow,
            @ConfigProperty(name = "equipoise.state-dir") Path stateDir,
            GateConfig gate,
            Clock clock) {
        var packs = new DatasetPacks(objects);
        var networks = new TensorFlowNetworks(tensorFlow, stateDir.resolve("trainer/scratch"));
        var repair = new RunRepair(
                new KeptDiagnoses(objects),
                new TestImages(datasets, new DatasetManifest(objects)),
                judge::refuses,
                diagnoses);
        var diagnosed = new RunDiagnosis(
                packs,
                networks,
                LikelihoodsFile.shipped(),
                judge::refuses,
                waiting::othersWait,
                diagnoses,
                diagnosis,
                clock);
        return new TrainingPorts(
                datasets,
                packs,
                networks,
                shards,
                new ObjectStoreCheckpoints(objects),
                progress,
                outcome,
                new GuardedAftermath(repair).then(new GuardedAftermath(diagnosed)),
                clock,
                gate.limits().fewestTestImages());
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
            ObjectStore objects,
            LabelAuditConfig config) {
        var split = new TrainingSplit(ports.packs(), new DatasetManifest(objects), config.mostBytes());
        var audit = new LabelAudit(
                new LabelAudit.Ports(ports.datasets(), split, suspects, ports.progress(), ports.clock()));
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

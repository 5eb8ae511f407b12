package org.equipoise.common.events;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.AugmentationPolicy.MixupPartner;
import org.equipoise.common.messaging.EventCodec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The bytes of a training run. */
class TrainingWireTest {

    @Test
    void aRepairSaysWhichRun() throws Exception {
        TrainingRequested plain = EventExamples.trainingRequested();
        var repair = new TrainingRequested(
                "run-2",
                plain.model(),
                plain.dataset(),
                plain.datasetVersion(),
                plain.recipe(),
                Map.of(),
                1,
                EventExamples.TIME,
                "run-1");

        Wire.pins(repair, """
                {"runId": "run-2", "model": "lung-nodule", "dataset": "lung", "datasetVersion": "0a1b2c3d4e5f",
                 "recipe": "auto", "settings": {}, "seed": 1, "requestedAt": "2026-03-01T08:00:00.250Z",
                 "repairs": "run-1"}""");
    }

    @Test
    void trainingRequested() throws Exception {
        Wire.pins(EventExamples.trainingRequested(), """
                {"runId": "run-1", "model": "lung-nodule", "dataset": "lung", "datasetVersion": "0a1b2c3d4e5f",
                 "recipe": "auto", "settings": {"batchSize": "32", "epochs": "10"}, "seed": 42,
                 "requestedAt": "2026-03-01T08:00:00.250Z"}""");
    }

    @Test
    void shardRequested() throws Exception {
        Wire.pins(EventExamples.shardRequested(), """
                {"runId": "run-1", "epoch": 3, "shard": 0, "imagesPerShard": 512, "dataset": "lung",
                 "datasetVersion": "0a1b2c3d4e5f", "sampling": "balanced",
                 "augmentation": {"horizontalFlip": true, "verticalFlip": false, "rotationDegrees": 10.0,
                                  "zoomFraction": 0.1, "translationFraction": 0.08, "gainFraction": 0.15},
                 "classWeights": [1.0, 1.0, 1.0], "seed": 42, "requestedAt": "2026-03-01T08:00:00.250Z",
                 "window": {"low": 12, "high": 3071,
                 "rule": "from the 0.1th to the 99.9th percentile of the training images"}}""");
    }

    @Test
    void shardRequestedWithEveryTransformAndAQuota() throws Exception {
        ShardRequested plain = EventExamples.shardRequested();
        var request = new ShardRequested(
                "run-1",
                3,
                0,
                512,
                "lung",
                "0a1b2c3d4e5f",
                ShardRequested.Sampling.MINORITY_QUOTA,
                new AugmentationPolicy(
                        false,
                        false,
                        0,
                        0,
                        0,
                        null,
                        null,
                        0.1,
                        0.02,
                        0.3,
                        0.05,
                        0.04,
                        0.01,
                        0.2,
                        0.4,
                        MixupPartner.BALANCED),
                plain.classWeights(),
                42,
                plain.requestedAt(),
                null,
                null,
                0.2,
                5);

        Wire.pins(request, """
                {"runId": "run-1", "epoch": 3, "shard": 0, "imagesPerShard": 512, "dataset": "lung",
                 "datasetVersion": "0a1b2c3d4e5f", "sampling": "minority-quota",
                 "augmentation": {"horizontalFlip": false, "verticalFlip": false, "rotationDegrees": 0.0,
                                  "zoomFraction": 0.0, "translationFraction": 0.0, "shearFraction": 0.1,
                                  "elasticFraction": 0.02, "gammaFraction": 0.3, "noiseFraction": 0.05,
                                  "shotNoiseFraction": 0.04, "blurFraction": 0.01, "cutoutFraction": 0.2,
                                  "mixup": 0.4, "mixupPartner": "balanced"},
                 "classWeights": [1.0, 1.0, 1.0], "seed": 42, "requestedAt": "2026-03-01T08:00:00.250Z",
                 "minorityShare": 0.2, "mostRepeats": 5}""");
    }

    @Test
    void shardReady() throws Exception {
        Wire.pins(EventExamples.shardReady(), """
                {"runId": "run-1", "epoch": 3, "shard": 0, "objectKey": "run-1/3/0.npz", "images": 512,
                 "readyAt": "2026-03-01T08:00:00.250Z"}""");
    }

    @Test
    void aShardThatCannotBeMadeSaysWhy() throws Exception {
        Wire.pins(
                new ShardReady(
                        "run-1",
                        3,
                        0,
                        "run-1/3/0.npz",
                        512,
                        "pack 0 cannot be used: expected a |u1 array, got <f4",
                        EventExamples.TIME),
                """
                {"runId": "run-1", "epoch": 3, "shard": 0, "objectKey": "run-1/3/0.npz", "images": 512,
                 "refusal": "pack 0 cannot be used: expected a |u1 array, got <f4",
                 "readyAt": "2026-03-01T08:00:00.250Z"}""");
    }

    @Test
    void trainingProgressed() throws Exception {
        Wire.pins(EventExamples.trainingProgressed(), """
                {"runId": "run-1", "model": "lung-nodule", "phase": "epoch", "epoch": 3, "epochs": 14,
                 "telemetry": {"trainLoss": 0.61, "validationLoss": 0.58, "priorEntropy": 0.47,
                   "learningRate": 0.001, "balancedAccuracy": 0.81, "accuracy": 0.9,
                   "recalls": [0.93, 0.8, 0.7], "predictedShares": [0.8, 0.12, 0.08], "collapsed": false,
                   "imagesPerSecond": 173.5, "waitingSeconds": 0.4, "computingSeconds": 4.6,
                   "inside": {"condition": "healthy", "gradientNorm": 1.25, "greatestGradientNorm": 3.5,
                     "logitMean": 0.1, "logitVariance": 2.5, "trainRecalls": [0.95, 0.82, 0.7],
                     "trainAccuracy": 0.93, "layers": [
                       {"layer": "conv1", "gradientNorm": 0.8, "updateRatio": 0.001, "deadUnits": 0.125},
                       {"layer": "classifier", "gradientNorm": 0.9, "updateRatio": 0.002}],
                     "lossGap": -0.03, "recallGap": 0.013}},
                 "message": "epoch 3 of at most 14", "at": "2026-03-01T08:00:00.250Z"}""");
    }

    @Test
    void stepsWithinAnEpoch() throws Exception {
        Wire.pins(
                new TrainingProgressed(
                        "run-1",
                        "lung-nodule",
                        TrainingProgressed.Phase.EPOCH,
                        3,
                        14,
                        null,
                        "step 1200 in epoch 4",
                        EventExamples.TIME,
                        new TrainingProgressed.StepTelemetry(1200, 0.61, 0.001, 1.25, 173.5)),
                """
                {"runId": "run-1", "model": "lung-nodule", "phase": "epoch", "epoch": 3, "epochs": 14,
                 "message": "step 1200 in epoch 4", "at": "2026-03-01T08:00:00.250Z",
                 "steps": {"step": 1200, "loss": 0.61, "learningRate": 0.001, "gradientNorm": 1.25,
                           "imagesPerSecond": 173.5}}""");
    }

    @Test
    void classesWithoutValidationImages() throws Exception {
        Wire.pins(
                new TrainingProgressed.Inside(
                        "healthy",
                        null,
                        1.25,
                        3.5,
                        0.1,
                        2.5,
                        List.of(0.95, 0.0),
                        0.93,
                        List.of(),
                        null,
                        null,
                        List.of(1)),
                """
                {"condition": "healthy", "gradientNorm": 1.25, "greatestGradientNorm": 3.5, "logitMean": 0.1,
                 "logitVariance": 2.5, "trainRecalls": [0.95, 0.0], "trainAccuracy": 0.93, "layers": [],
                 "withoutImages": [1]}""");
    }

    /** What an older trainer wrote has neither gaps nor steps, and is read. */
    @Test
    void aRecordOfAnOlderTrainerIsRead() throws Exception {
        TrainingProgressed.Inside inside =
                EventCodec.read("""
                {"condition": "healthy", "gradientNorm": 1.25, "greatestGradientNorm": 3.5, "logitMean": 0.1,
                 "logitVariance": 2.5, "trainRecalls": [0.95], "trainAccuracy": 0.93, "layers": []}""".getBytes(StandardCharsets.UTF_8), TrainingProgressed.Inside.class);

        assertThat(inside.lossGap()).isNull();
        assertThat(inside.recallGap()).isNull();
        assertThat(inside.withoutImages()).isNull();
    }

    @Test
    void aPhaseWithoutNumbersHasNoTelemetry() throws Exception {
        Wire.pins(
                new TrainingProgressed(
                        "run-1",
                        "lung-nodule",
                        TrainingProgressed.Phase.FAILED,
                        0,
                        0,
                        null,
                        "no such dataset version",
                        EventExamples.TIME),
                """
                {"runId": "run-1", "model": "lung-nodule", "phase": "failed", "epoch": 0, "epochs": 0,
                 "message": "no such dataset version", "at": "2026-03-01T08:00:00.250Z"}""");
    }
}

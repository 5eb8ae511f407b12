package org.equipoise.common.events;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.equipoise.common.evaluation.AnswerFault;
import org.jspecify.annotations.Nullable;

/**
 * What a training run is doing. Topic {@code training.progressed}, keyed by {@code runId}.
 *
 * @param epoch epochs completed
 * @param epochs most epochs this run may take
 * @param telemetry numbers of the epoch just completed, with phase {@code epoch}; absent there on the way through an
 *     epoch
 * @param message one sentence for a person: what began, resumed, or why the run failed
 * @param steps numbers of the last steps, with phase {@code epoch} on the way through an epoch: a sign of life, at most
 *     one every few seconds
 */
public record TrainingProgressed(
        String runId,
        String model,
        Phase phase,
        int epoch,
        int epochs,
        @Nullable EpochTelemetry telemetry,
        String message,
        Instant at,
        @Nullable StepTelemetry steps)
        implements Dated {

    /** Without numbers of steps. */
    public TrainingProgressed(
            String runId,
            String model,
            Phase phase,
            int epoch,
            int epochs,
            @Nullable EpochTelemetry telemetry,
            String message,
            Instant at) {
        this(runId, model, phase, epoch, epochs, telemetry, message, at, null);
    }

    /** Where the run is. */
    public enum Phase {
        @JsonProperty("started")
        STARTED,
        @JsonProperty("resumed")
        RESUMED,
        /** An epoch was completed, or, without {@code telemetry}, one is under way. */
        @JsonProperty("epoch")
        EPOCH,
        /** Trained; the evaluation follows. */
        @JsonProperty("finished")
        FINISHED,
        /** Given up; {@code message} says why. Nothing was registered. */
        @JsonProperty("failed")
        FAILED
    }

    /**
     * One epoch in numbers.
     *
     * @param trainLoss weighted cross-entropy on the training shards, nats
     * @param validationLoss the same loss with the same class weights on the validation split, nats
     * @param priorEntropy cross-entropy of the best constant answer, nats: a loss that rests here learned nothing
     * @param learningRate of the epoch's last step
     * @param balancedAccuracy on the validation split, in [0, 1]
     * @param accuracy on the validation split, in [0, 1]
     * @param recalls per class on the validation split, in label-set order; NaN-free: a class without images has 0, and
     *     {@code inside.withoutImages} names it
     * @param predictedShares share of the validation answers per class
     * @param collapsed whether a class is lost: one with validation images is answered right at most 10 % of the time.
     *     Whether all is one class, {@link #fault} says
     * @param imagesPerSecond training images over the epoch's wall time without validation
     * @param waitingSeconds time in which the trainer waited for shards
     * @param computingSeconds time in which it computed
     * @param inside what the network looks like inside; absent in records of older trainers
     */
    public record EpochTelemetry(
            double trainLoss,
            double validationLoss,
            double priorEntropy,
            double learningRate,
            double balancedAccuracy,
            double accuracy,
            List<Double> recalls,
            List<Double> predictedShares,
            boolean collapsed,
            double imagesPerSecond,
            double waitingSeconds,
            double computingSeconds,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Inside inside) {
        public EpochTelemetry {
            recalls = Require.list(recalls, "recalls");
            predictedShares = Require.list(predictedShares, "predictedShares");
        }

        /** Whether the class has validation images; its recall means nothing otherwise. */
        public boolean recallIsKnown(int classIndex) {
            return inside == null
                    || inside.withoutImages() == null
                    || !inside.withoutImages().contains(classIndex);
        }

        /** What is wrong with the answers to the validation images; empty where no class is lost. */
        public Optional<AnswerFault> fault() {
            return AnswerFault.of(recalls, this::recallIsKnown, predictedShares);
        }

        /** Of the classes that have validation images; empty where none has. */
        public OptionalDouble lowestRecall() {
            return IntStream.range(0, recalls.size())
                    .filter(this::recallIsKnown)
                    .mapToDouble(recalls::get)
                    .min();
        }
    }

    /**
     * A network from inside, at the end of an epoch.
     *
     * @param condition {@code healthy}, {@code constant} or {@code class-lost}
     * @param since the epoch, counted from 1, in which an unhealthy condition began that lasts; absent while healthy
     * @param gradientNorm mean length of the gradient over the epoch's steps, before clipping
     * @param greatestGradientNorm the greatest of them
     * @param logitMean mean over validation images and classes
     * @param logitVariance variance over validation images, mean over classes; near 0 means one answer to every image
     * @param trainRecalls per class, on the augmented images while they were learned from
     * @param trainAccuracy the same, all classes
     * @param layers from input to output
     * @param lossGap validation loss minus training loss, nats. The training images are augmented, answered with
     *     dropout, and by weights that still changed: a gap somewhat below 0 is usual early on
     * @param recallGap mean of the training recalls minus mean of the validation recalls, in [-1, 1], over the classes
     *     that have images in both: other than accuracies, recalls do not depend on how often a class was drawn
     * @param withoutImages indices of the classes without validation images, whose recalls mean nothing; absent where
     *     there is none
     */
    public record Inside(
            String condition,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer since,

            double gradientNorm,
            double greatestGradientNorm,
            double logitMean,
            double logitVariance,
            List<Double> trainRecalls,
            double trainAccuracy,
            List<LayerTelemetry> layers,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double lossGap,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double recallGap,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Integer> withoutImages) {
        public Inside {
            Require.text(condition, "condition");
            trainRecalls = Require.list(trainRecalls, "trainRecalls");
            layers = Require.list(layers, "layers");
            if (recallGap != null && !(Math.abs(recallGap) <= 1)) {
                throw new IllegalArgumentException("recallGap must be in [-1, 1], got " + recallGap);
            }
            withoutImages = withoutImages == null ? null : Require.list(withoutImages, "withoutImages");
        }
    }

    /**
     * One layer of weights.
     *
     * @param gradientNorm mean length of its gradient over the epoch's steps
     * @param updateRatio how far the epoch's last step moved it, relative to its length
     * @param deadUnits share of its channels that were zero for every validation image probed; absent without a ReLU
     */
    public record LayerTelemetry(
            String layer,
            double gradientNorm,
            double updateRatio,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double deadUnits) {
        public LayerTelemetry {
            Require.text(layer, "layer");
        }
    }

    /**
     * The steps since the last such record of the epoch, or since its beginning.
     *
     * @param step the last of them, counted from 1 over the whole run
     * @param loss mean over their images, nats
     * @param learningRate of the last of them
     * @param gradientNorm mean length of their gradients, before clipping
     * @param imagesPerSecond training images over wall time
     */
    public record StepTelemetry(
            long step, double loss, double learningRate, double gradientNorm, double imagesPerSecond) {
        public StepTelemetry {
            Require.atLeast(step, 1, "step");
        }
    }

    public TrainingProgressed {
        Require.name(runId, "runId");
        Require.name(model, "model");
        Require.present(phase, "phase");
        Require.atLeast(epoch, 0, "epoch");
        Require.atLeast(epochs, 0, "epochs");
        Require.present(message, "message");
        Require.time(at, "at");
        if (steps != null && phase != Phase.EPOCH) {
            throw new IllegalArgumentException("steps belong to the phase EPOCH, got " + phase);
        }
    }

    @Override
    public Map<String, Instant> happened() {
        return Map.of("at", at);
    }
}

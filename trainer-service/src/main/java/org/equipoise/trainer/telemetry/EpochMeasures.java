package org.equipoise.trainer.telemetry;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.labels.LabelSet;

/**
 * What was measured in one epoch.
 *
 * @param trainLoss mean weighted loss over the epoch's images, nats
 * @param validationLoss the same on the validation split after the epoch, nats
 * @param priorEntropy weighted loss of the best constant answer, nats
 * @param images training images of the epoch
 * @param waitingSeconds waited for shards
 * @param computingSeconds computed, without validation
 */
public record EpochMeasures(
        double trainLoss,
        double validationLoss,
        double priorEntropy,
        double learningRate,
        long images,
        double waitingSeconds,
        double computingSeconds) {

    /** Together with the answers on the validation split, which must have an image. */
    public EpochTelemetry telemetry(ConfusionMatrix validation, LabelSet labelSet) {
        List<Double> recalls = new ArrayList<>();
        List<Double> shares = new ArrayList<>();
        for (int k = 0; k < validation.classes(); k++) {
            recalls.add(validation.recall(k).orElse(0));
            shares.add(validation.predicted(k) / (double) validation.total());
        }
        double seconds = waitingSeconds + computingSeconds;
        return new EpochTelemetry(
                trainLoss,
                validationLoss,
                priorEntropy,
                learningRate,
                validation.balancedAccuracy(),
                validation.accuracy(),
                recalls,
                shares,
                Evaluation.of(validation, labelSet).collapsed(),
                seconds > 0 ? images / seconds : 0,
                waitingSeconds,
                computingSeconds);
    }

    /** One sentence about an epoch; names the lost classes when the model has collapsed. */
    public static String sentence(EpochTelemetry t, LabelSet labelSet) {
        String scores = String.format(
                java.util.Locale.ROOT,
                "loss %.4f, validation loss %.4f, balanced accuracy %.3f, accuracy %.3f",
                t.trainLoss(),
                t.validationLoss(),
                t.balancedAccuracy(),
                t.accuracy());
        if (!t.collapsed()) {
            return scores;
        }
        String lost = java.util.stream.IntStream.range(0, labelSet.size())
                .filter(k -> t.recalls().get(k) <= Evaluation.COLLAPSED_RECALL)
                .mapToObj(labelSet::name)
                .collect(Collectors.joining(", "));
        return scores + "; collapsed: " + lost + " lost";
    }
}

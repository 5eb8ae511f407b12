package org.equipoise.trainer.telemetry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

import org.equipoise.common.evaluation.AnswerFault;
import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.events.TrainingProgressed.Inside;
import org.equipoise.common.events.TrainingProgressed.LayerTelemetry;
import org.equipoise.common.labels.LabelSet;
import org.jspecify.annotations.Nullable;

/**
 * What was measured in one epoch.
 *
 * @param losses nats
 * @param learningRate of the last step
 * @param training answers to the training images while they were learned from
 * @param norms of the epoch's gradients and changes
 * @param logits what the answers to some validation images look like before the softmax
 * @param waitingSeconds waited for shards
 * @param computingSeconds computed, without validation
 */
public record EpochMeasures(
        Losses losses,
        double learningRate,
        ConfusionMatrix training,
        LayerNorms norms,
        Logits logits,
        double waitingSeconds,
        double computingSeconds) {

    /**
     * Losses of an epoch, all with the same class weights, nats.
     *
     * @param training mean over the epoch's images
     * @param validation mean over the validation split after the epoch
     * @param priorEntropy of the best constant answer
     */
    public record Losses(double training, double validation, double priorEntropy) {}

    /**
     * Logits of some validation images.
     *
     * @param mean over images and classes
     * @param variance over images, mean over classes
     * @param deadUnits per layer with ReLUs, the share of channels that are zero for every image
     */
    public record Logits(double mean, double variance, Map<String, Double> deadUnits) {}

    private static final String KERNEL = "_kernel";

    /** The first number that is not finite, in words; empty where all are. A network that has one is spoilt. */
    public Optional<String> spoilt() {
        Map<String, Double> numbers = new LinkedHashMap<>();
        norms.weights()
                .forEach(weight -> numbers.put(
                        "the change of " + weight, norms.updateRatio(weight).orElse(0)));
        numbers.put("the mean of the logits on validation images", logits.mean());
        numbers.put("the variance of the logits on validation images", logits.variance());
        numbers.put("the validation loss", losses.validation());
        numbers.put("the training loss", losses.training());
        return numbers.entrySet().stream()
                .filter(number -> !Double.isFinite(number.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /**
     * Together with the answers on the validation split, which must have an image.
     *
     * @param before the epochs before this one, in order
     */
    public EpochTelemetry telemetry(ConfusionMatrix validation, LabelSet labelSet, List<EpochTelemetry> before) {
        List<Double> shares = new ArrayList<>();
        for (int k = 0; k < validation.classes(); k++) {
            shares.add(validation.predicted(k) / (double) validation.total());
        }
        double seconds = waitingSeconds + computingSeconds;
        boolean collapsed = Evaluation.of(validation, labelSet).collapsed();
        return new EpochTelemetry(
                losses.training(),
                losses.validation(),
                losses.priorEntropy(),
                learningRate,
                validation.balancedAccuracy(),
                validation.accuracy(),
                recalls(validation),
                shares,
                collapsed,
                seconds > 0 ? training.total() / seconds : 0,
                waitingSeconds,
                computingSeconds,
                inside(validation, Condition.of(collapsed, logits.variance()), before));
    }

    private static List<Double> recalls(ConfusionMatrix answers) {
        return IntStream.range(0, answers.classes())
                .mapToObj(k -> answers.recall(k).orElse(0))
                .toList();
    }

    private Inside inside(ConfusionMatrix validation, Condition condition, List<EpochTelemetry> before) {
        List<LayerTelemetry> layers = norms.weights().stream()
                .filter(weight -> weight.endsWith(KERNEL))
                .map(this::layer)
                .toList();
        return new Inside(
                wireName(condition),
                condition == Condition.HEALTHY ? null : since(before),
                norms.meanLength(),
                norms.greatestLength(),
                logits.mean(),
                logits.variance(),
                recalls(training),
                training.accuracy(),
                layers,
                losses.validation() - losses.training(),
                recallGap(validation),
                withoutImages(validation));
    }

    /** Over the classes that have images in both; absent where there is none. */
    private @Nullable Double recallGap(ConfusionMatrix validation) {
        OptionalDouble gap = IntStream.range(0, validation.classes())
                .filter(k -> training.support(k) > 0 && validation.support(k) > 0)
                .mapToDouble(k ->
                        training.recall(k).orElseThrow() - validation.recall(k).orElseThrow())
                .average();
        return gap.isPresent() ? gap.getAsDouble() : null;
    }

    private static @Nullable List<Integer> withoutImages(ConfusionMatrix validation) {
        List<Integer> classes = IntStream.range(0, validation.classes())
                .filter(k -> validation.support(k) == 0)
                .boxed()
                .toList();
        return classes.isEmpty() ? null : classes;
    }

    private LayerTelemetry layer(String weight) {
        String name = weight.substring(0, weight.length() - KERNEL.length());
        return new LayerTelemetry(
                name,
                norms.gradientNorm(weight),
                norms.updateRatio(weight).orElse(0),
                logits.deadUnits().get(name));
    }

    /** The epoch, counted from 1, since which the network was not healthy. */
    private static int since(List<EpochTelemetry> before) {
        int epoch = before.size() + 1;
        while (epoch > 1 && before.get(epoch - 2).collapsed()) {
            epoch--;
        }
        return epoch;
    }

    private static String wireName(Condition condition) {
        return condition.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One sentence about an epoch; names the condition, what was lost and since when. */
    public static String sentence(EpochTelemetry t, LabelSet labelSet) {
        String scores = String.format(
                Locale.ROOT,
                "loss %.4f, validation loss %.4f, balanced accuracy %.3f, accuracy %.3f",
                t.trainLoss(),
                t.validationLoss(),
                t.balancedAccuracy(),
                t.accuracy());
        return t.fault()
                .map(fault -> scores + "; " + sentence(fault, t, labelSet))
                .orElse(scores);
    }

    private static String sentence(AnswerFault fault, EpochTelemetry t, LabelSet labelSet) {
        Optional<Inside> inside = Optional.ofNullable(t.inside());
        String since = inside.map(i -> " since epoch " + i.since()).orElse("");
        boolean constant = inside.filter(i -> i.condition().equals(wireName(Condition.CONSTANT)))
                .isPresent();
        return fault.name() + since + ": " + fault.detail(labelSet)
                + (constant ? ", the same answer to every image" : "");
    }
}

package org.equipoise.trainer.outside;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.diagnosis.model.OutputOrder;
import org.equipoise.trainer.gate.ServingEvidence;
import org.equipoise.trainer.outside.OutsideModel.Scaling;

/**
 * What was probably meant by whoever registered a model that answers badly: it is fed in another range, or its labels
 * are in another order. Said with the balanced accuracy on the test split in either way; nothing is changed.
 */
final class ProbableMistake {

    /**
     * By how much another way must be better to be said. Of few images, or of many orders, one is always a little
     * better by chance.
     */
    static final double GAIN = 0.2;

    private ProbableMistake() {}

    /** One way of feeding and reading the model. */
    private record Way(double balancedAccuracy, String sentence) {}

    /**
     * The way that is better by far, the best of them; empty where there is none.
     *
     * @param test as it was registered, with an image
     * @param otherwise the same split, fed in other ranges
     */
    static Optional<ServingEvidence.Mistaken> of(
            OutsideModel outside, Evaluation test, Map<Scaling, Evaluation> otherwise) {
        double now = test.balancedAccuracy();
        Stream<Way> scalings = otherwise.entrySet().stream()
                .map(entry ->
                        scaled(outside, now, entry.getKey(), entry.getValue().balancedAccuracy()));
        return Stream.concat(scalings, ordered(outside, test).stream())
                .filter(way -> way.balancedAccuracy() >= now + GAIN)
                .max((a, b) -> Double.compare(a.balancedAccuracy(), b.balancedAccuracy()))
                .map(way -> new ServingEvidence.Mistaken(now, way.balancedAccuracy(), way.sentence()));
    }

    private static Way scaled(OutsideModel outside, double now, Scaling other, double then) {
        Scaling scaling = outside.scaling();
        return new Way(
                then,
                String.format(
                        Locale.ROOT,
                        "Fed %s, it would have a balanced accuracy of %.3f on the test split; fed %s, as registered, it has"
                                + " %.3f. The scale is probably the other one.",
                        other.words(),
                        then,
                        scaling == null ? "as it is" : scaling.words(),
                        now));
    }

    private static Optional<Way> ordered(OutsideModel outside, Evaluation test) {
        if (test.classes().size() > OutputOrder.MOST_CLASSES) {
            return Optional.empty();
        }
        double[][] recalls = test.confusion().stream()
                .map(row -> {
                    double images = Math.max(1, row.stream().mapToLong(n -> n).sum());
                    return row.stream().mapToDouble(n -> n / images).toArray();
                })
                .toArray(double[][]::new);
        long seen = test.classes().stream().filter(c -> c.support() > 0).count();
        int[] classOf = OutputOrder.best(recalls);
        double sum = IntStream.range(0, classOf.length)
                .mapToDouble(output -> recalls[classOf[output]][output])
                .sum();
        List<String> names = outside.labelSet().classes();
        return Optional.of(new Way(
                sum / seen,
                String.format(
                        Locale.ROOT,
                        "With --labels %s it would have a balanced accuracy of %.3f on the test split; with %s, as"
                                + " registered, it has %.3f. The labels are probably in the other order.",
                        Arrays.stream(classOf).mapToObj(names::get).collect(Collectors.joining(",")),
                        sum / seen,
                        String.join(",", names),
                        test.balancedAccuracy())));
    }
}

package org.equipoise.trainer.labels;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.equipoise.common.evaluation.RocAuc;

/**
 * Whether models that did not see the images can tell the classes apart at all. Where they cannot, their answers are
 * the classes' shares with noise, and a rate of wrong labels estimated from them is the noise.
 *
 * <p>The images are cut into two halves, each half ranked by a model of the other. In each half a class is tested
 * against the rest by the rank statistic of Mann and Whitney: where the labels do not depend on the images, its area
 * under the ROC curve has mean 1/2 and variance {@code (p + q + 1) / (12 p q)}, of p units of the class and q others,
 * whatever the model. A unit is what one patient's images of one class say on average, because they are alike. The mean
 * of the two halves' deviations is no more than one deviation wide, however much the halves hang together; areas over
 * many folds at once would be wider than they say, because folds that share a chance resemblance agree about it. With
 * {@value #LEVEL} shared among the classes (Bonferroni) at most one set of meaningless labels in a hundred is taken for
 * one that means something. Of two classes there is one test; where the better of two learners is judged, there are
 * twice as many.
 *
 * @param areas under the ROC curve of each class, mean of the halves, in [0, 1]; empty where a half has no image of the
 *     class or of others
 * @param deviations of the areas above 1/2, in standard deviations, mean of the halves; empty with the area
 * @param limit deviations that a class must have to be told apart
 * @see <a href="https://doi.org/10.1214/aoms/1177730491">Mann and Whitney, Annals of Mathematical Statistics 1947</a>
 */
public record ClassSeparation(List<OptionalDouble> areas, List<OptionalDouble> deviations, double limit) {

    /** How probably labels that mean nothing are taken for labels that mean something, at most. */
    static final double LEVEL = 0.01;

    public ClassSeparation {
        areas = List.copyOf(areas);
        deviations = List.copyOf(deviations);
    }

    /** Halves that the images are cut into. */
    static final int HALVES = 2;

    /**
     * Of scores before any calibration: it knows the labels, and may turn a slope around.
     *
     * @param scores {@code [images][classes]} of a model of the other half, the higher, the more of that class
     * @param patients a number per image, equal for images of one patient
     * @param halfOf 0 or 1 for each image, the same for all of a patient
     */
    static ClassSeparation of(double[][] scores, int[] labels, int[] patients, int[] halfOf, int classes) {
        return of(scores, labels, patients, halfOf, classes, 1);
    }

    /**
     * The same of the better of several learners: each of them could have been taken.
     *
     * @param learners that one was chosen from, by the labels
     */
    static ClassSeparation of(
            double[][] scores, int[] labels, int[] patients, int[] halfOf, int classes, int learners) {
        List<OptionalDouble> areas = new ArrayList<>();
        List<OptionalDouble> deviations = new ArrayList<>();
        List<List<List<Integer>>> halves = IntStream.range(0, HALVES)
                .mapToObj(half -> units(labels, patients, halfOf, half))
                .toList();
        for (int k = 0; k < classes; k++) {
            int of = k;
            List<OptionalDouble> areaOfHalf = halves.stream()
                    .map(units -> area(units, scores, labels, of))
                    .toList();
            List<OptionalDouble> deviationOfHalf = IntStream.range(0, HALVES)
                    .mapToObj(half -> deviations(areaOfHalf.get(half), halves.get(half), labels, of))
                    .toList();
            areas.add(mean(areaOfHalf));
            deviations.add(mean(deviationOfHalf));
        }
        double tests = (classes == 2 ? 1 : classes) * (double) learners;
        return new ClassSeparation(
                areas, deviations, NormalDistribution.of(0, 1).inverseSurvivalProbability(LEVEL / tests));
    }

    private static OptionalDouble mean(List<OptionalDouble> values) {
        return values.stream().allMatch(OptionalDouble::isPresent)
                ? values.stream().mapToDouble(OptionalDouble::getAsDouble).average()
                : OptionalDouble.empty();
    }

    private static OptionalDouble area(List<List<Integer>> units, double[][] scores, int[] labels, int k) {
        var means = new double[units.size()];
        var of = new boolean[units.size()];
        for (int u = 0; u < means.length; u++) {
            means[u] = units.get(u).stream()
                    .mapToDouble(i -> scores[i][k])
                    .average()
                    .orElseThrow();
            of[u] = labels[units.get(u).get(0)] == k;
        }
        return RocAuc.area(means, of);
    }

    private static OptionalDouble deviations(OptionalDouble area, List<List<Integer>> units, int[] labels, int k) {
        if (area.isEmpty()) {
            return OptionalDouble.empty();
        }
        double of = units.stream().filter(unit -> labels[unit.get(0)] == k).count();
        double others = units.size() - of;
        return OptionalDouble.of((area.getAsDouble() - 0.5) / Math.sqrt((of + others + 1) / (12 * of * others)));
    }

    /** Indices of the images of each patient and class in one half. */
    private static List<List<Integer>> units(int[] labels, int[] patients, int[] halfOf, int half) {
        Map<List<Integer>, List<Integer>> images = new LinkedHashMap<>();
        for (int i = 0; i < labels.length; i++) {
            if (halfOf[i] == half) {
                images.computeIfAbsent(List.of(patients[i], labels[i]), unit -> new ArrayList<>())
                        .add(i);
            }
        }
        return List.copyOf(images.values());
    }

    /** Whether no class is told apart from the rest. */
    public boolean none() {
        return untold().size() == deviations.size();
    }

    /** Classes that are not told apart from the rest, by index. */
    public List<Integer> untold() {
        return IntStream.range(0, deviations.size())
                .filter(k -> !(deviations.get(k).orElse(0) >= limit))
                .boxed()
                .toList();
    }

    /** The class that is told apart best, or as well as another; the first where none has an area. */
    int best() {
        return IntStream.range(0, deviations.size())
                .reduce((a, b) ->
                        deviations.get(b).orElse(0) > deviations.get(a).orElse(0) ? b : a)
                .orElseThrow();
    }
}

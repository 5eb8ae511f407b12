package org.equipoise.bench.quality;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.equipoise.common.evaluation.LabelledProbabilities;
import org.equipoise.common.evaluation.ProbabilityRows;
import org.equipoise.common.evaluation.RocAuc;
import org.jspecify.annotations.Nullable;

/**
 * How one model did on the test images after one change, beside how it did on the same images as they are.
 *
 * @param images that it answered both times
 * @param unchanged balanced accuracy on those images as they are
 * @param auc absent where it is undefined
 */
record ShiftScore(
        ShiftArm arm,
        DeviceChange change,
        long seed,
        int images,
        double balancedAccuracy,
        double unchanged,
        @Nullable Double auc) {

    /**
     * An answer beside the truth.
     *
     * @param image that it is about
     * @param label true class
     * @param probabilities one per class
     */
    record Answer(String image, int label, List<Double> probabilities) {

        Answer {
            probabilities = List.copyOf(probabilities);
        }
    }

    /**
     * Of the images that were answered both times, at least one.
     *
     * @param asIs answers about the images as they are
     */
    static ShiftScore of(ShiftArm arm, DeviceChange change, long seed, List<Answer> asIs, List<Answer> changed) {
        List<Answer> after = among(changed, asIs);
        LabelledProbabilities labelled = labelled(after);
        var auc = RocAuc.of(labelled).macro();
        return new ShiftScore(
                arm,
                change,
                seed,
                after.size(),
                labelled.confusion().balancedAccuracy(),
                labelled(among(asIs, changed)).confusion().balancedAccuracy(),
                auc.isPresent() ? auc.getAsDouble() : null);
    }

    /** What the change takes from the balanced accuracy on the same images. */
    double cost() {
        return unchanged - balancedAccuracy;
    }

    /** Those answers whose images have one among the others, too. */
    static List<Answer> among(List<Answer> answers, List<Answer> others) {
        Map<String, Answer> known =
                others.stream().collect(Collectors.toMap(Answer::image, Function.identity(), (first, again) -> first));
        return answers.stream()
                .filter(answer -> known.containsKey(answer.image()))
                .toList();
    }

    private static LabelledProbabilities labelled(List<Answer> answers) {
        int classes = answers.get(0).probabilities().size();
        double[] rows = answers.stream()
                .flatMap(answer -> answer.probabilities().stream())
                .mapToDouble(Double::doubleValue)
                .toArray();
        return new LabelledProbabilities(
                ProbabilityRows.of(classes, rows),
                answers.stream().mapToInt(Answer::label).toArray());
    }
}

package org.equipoise.bench.quality;

import java.util.List;

import org.equipoise.common.evaluation.LabelledProbabilities;
import org.equipoise.common.evaluation.ProbabilityRows;
import org.equipoise.common.evaluation.RocAuc;
import org.jspecify.annotations.Nullable;

/**
 * How one model did on the test images after one change.
 *
 * @param images that it answered
 * @param auc absent where it is undefined
 */
record ShiftScore(
        ShiftArm arm,
        DeviceChange change,
        long seed,
        int images,
        double balancedAccuracy,
        @Nullable Double auc) {

    /**
     * An answer beside the truth.
     *
     * @param label true class
     * @param probabilities one per class
     */
    record Answer(int label, List<Double> probabilities) {

        Answer {
            probabilities = List.copyOf(probabilities);
        }
    }

    /** Of at least one answer. */
    static ShiftScore of(ShiftArm arm, DeviceChange change, long seed, List<Answer> answers) {
        int classes = answers.get(0).probabilities().size();
        double[] rows = answers.stream()
                .flatMap(answer -> answer.probabilities().stream())
                .mapToDouble(Double::doubleValue)
                .toArray();
        var labelled = new LabelledProbabilities(
                ProbabilityRows.of(classes, rows),
                answers.stream().mapToInt(Answer::label).toArray());
        var auc = RocAuc.of(labelled).macro();
        return new ShiftScore(
                arm,
                change,
                seed,
                answers.size(),
                labelled.confusion().balancedAccuracy(),
                auc.isPresent() ? auc.getAsDouble() : null);
    }
}

package org.equipoise.diagnosis.predictions;

import java.time.Instant;
import java.util.List;

import org.equipoise.common.evaluation.ProbabilityRows;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.diagnosis.history.TrainingHistory;
import org.equipoise.diagnosis.history.TrainingHistory.Epoch;
import org.jspecify.annotations.Nullable;

/** Answers of two classes, worked out by hand. */
final class Cases {

    static final Instant AT = Instant.parse("2026-03-01T08:00:00Z");
    static final LabelSet CLASSES = new LabelSet(List.of("none", "sick"));
    static final ClassDistribution NINETEEN_TO_ONE = new ClassDistribution(List.of(950L, 50L));

    private Cases() {}

    /** 40 images of none and 20 of sick, whose probabilities of sick are these. */
    static Answers probabilities(double none, double sick) {
        return Answers.of(CLASSES, Answers.Form.PROBABILITIES, truth(), rows(none, sick), null);
    }

    /** The same, and what was answered beside it. */
    static Answers said(double none, double sick, int answer) {
        int[] said = new int[60];
        java.util.Arrays.fill(said, answer);
        return Answers.of(CLASSES, Answers.Form.PROBABILITIES, truth(), rows(none, sick), said);
    }

    static int[] truth() {
        int[] truth = new int[60];
        java.util.Arrays.fill(truth, 40, 60, 1);
        return truth;
    }

    private static ProbabilityRows rows(double none, double sick) {
        double[] rows = new double[120];
        for (int i = 0; i < 60; i++) {
            double p = i < 40 ? none : sick;
            rows[2 * i] = 1 - p;
            rows[2 * i + 1] = p;
        }
        return ProbabilityRows.of(2, rows);
    }

    /** Training losses of as many epochs. */
    static TrainingHistory losses(double... losses) {
        List<Epoch> epochs = new java.util.ArrayList<>();
        for (double loss : losses) {
            epochs.add(new Epoch(epochs.size() + 1, loss, null, null, null, null, null));
        }
        return new TrainingHistory(epochs, null);
    }

    static FileDiagnosis diagnosed(
            @Nullable Answers answers, @Nullable ClassDistribution counts, @Nullable TrainingHistory history) {
        return FileDiagnosis.of("t.csv", answers, counts, history, List.of(), AT);
    }
}

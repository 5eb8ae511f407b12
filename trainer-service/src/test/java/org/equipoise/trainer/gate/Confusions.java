package org.equipoise.trainer.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.labels.LabelSet;

/** Evaluations for tests, from rows of true classes. */
public final class Confusions {

    private Confusions() {}

    /** Classes are named {@code c0}, {@code c1} and so on. */
    @SafeVarargs
    public static Evaluation evaluation(List<Long>... rows) {
        return evaluation(List.of(rows));
    }

    static Evaluation evaluation(List<List<Long>> rows) {
        return Evaluation.of(ConfusionMatrix.of(rows), labels(rows.size()));
    }

    /** Labels {@code c0}, {@code c1} and so on. */
    public static LabelSet labels(int classes) {
        List<String> names = new ArrayList<>();
        for (int k = 0; k < classes; k++) {
            names.add("c" + k);
        }
        return new LabelSet(names);
    }

    /**
     * A random model: supports over three orders of magnitude, and for each class a random skill at it. Every kind from
     * perfect to collapsed occurs.
     */
    static Evaluation random(RandomGenerator random) {
        int classes = random.nextInt(2, 8);
        int favourite = random.nextInt(classes);
        List<List<Long>> rows = new ArrayList<>();
        for (int t = 0; t < classes; t++) {
            long support = Math.round(Math.pow(10, random.nextDouble(0, 3)));
            double skill = random.nextInt(3) == 0 ? random.nextDouble(0, 0.2) : random.nextDouble();
            long[] row = new long[classes];
            for (long i = 0; i < support; i++) {
                boolean right = random.nextDouble() < skill;
                row[right ? t : random.nextInt(4) > 0 ? favourite : random.nextInt(classes)]++;
            }
            rows.add(java.util.Arrays.stream(row).boxed().toList());
        }
        return evaluation(rows);
    }
}

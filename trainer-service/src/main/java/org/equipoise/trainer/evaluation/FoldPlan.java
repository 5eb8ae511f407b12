package org.equipoise.trainer.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Which fold each image is held out in: patients are never divided, classes are spread evenly, and every class has
 * images in every training part. A class with fewer patients than folds has at most one patient in a fold: it is left
 * out patient by patient. The same labels, patients, folds and seed give the same plan.
 */
public final class FoldPlan {

    private final int[] foldOf;
    private final int folds;

    private FoldPlan(int[] foldOf, int folds) {
        this.foldOf = foldOf;
        this.folds = folds;
    }

    /** A plan, or why there can be none. */
    public sealed interface Planning permits Planned, Refused {}

    /** There is a plan. */
    public record Planned(FoldPlan plan) implements Planning {}

    /** There can be none; {@code reason} names the class. */
    public record Refused(String reason) implements Planning {}

    /**
     * Plans greedily: patients with the rarest classes first, each into the fold that has fewest images of its rarest
     * class, then fewest images.
     *
     * @param labels class of each image
     * @param patients a number per image, equal for images of one patient
     * @param folds wanted, at least 2; with fewer patients there are as many folds as patients
     */
    public static Planning of(int[] labels, int[] patients, int classes, int folds, long seed) {
        if (folds < 2 || labels.length != patients.length) {
            throw new IllegalArgumentException(
                    folds + " folds for " + labels.length + " labels and " + patients.length + " patients");
        }
        Map<Integer, int[]> countsOfPatient = new TreeMap<>();
        for (int i = 0; i < labels.length; i++) {
            countsOfPatient.computeIfAbsent(patients[i], p -> new int[classes])[labels[i]]++;
        }
        for (int k = 0; k < classes; k++) {
            int ofClass = k;
            long having = countsOfPatient.values().stream()
                    .filter(c -> c[ofClass] > 0)
                    .count();
            if (having < 2) {
                return new Refused("class " + k + " has images of " + having + (having == 1 ? " patient" : " patients")
                        + "; two are needed to train without one of them");
            }
        }
        int used = Math.min(folds, countsOfPatient.size());
        Map<Integer, Integer> foldOfPatient = assign(countsOfPatient, classes, used, seed);
        int[] foldOf = Arrays.stream(patients)
                .map(patient -> foldOfPatient.getOrDefault(patient, 0))
                .toArray();
        return checked(labels, classes, new FoldPlan(foldOf, used));
    }

    private static Map<Integer, Integer> assign(Map<Integer, int[]> patients, int classes, int folds, long seed) {
        int[] totals = new int[classes];
        patients.values().forEach(counts -> Arrays.setAll(totals, k -> totals[k] + counts[k]));
        List<Map.Entry<Integer, int[]>> order = new ArrayList<>(patients.entrySet());
        Collections.shuffle(order, new Random(seed));
        order.sort(Comparator.<Map.Entry<Integer, int[]>>comparingInt(e -> totals[rarest(e.getValue(), totals)])
                .thenComparingInt(e -> -Arrays.stream(e.getValue()).sum()));
        int[][] filled = new int[folds][classes];
        Map<Integer, Integer> foldOfPatient = new TreeMap<>();
        for (Map.Entry<Integer, int[]> patient : order) {
            int rarest = rarest(patient.getValue(), totals);
            int best = 0;
            for (int f = 1; f < folds; f++) {
                int difference = filled[f][rarest] - filled[best][rarest];
                if (difference == 0) {
                    difference = Arrays.stream(filled[f]).sum()
                            - Arrays.stream(filled[best]).sum();
                }
                best = difference < 0 ? f : best;
            }
            int[] fold = filled[best];
            Arrays.setAll(fold, k -> fold[k] + patient.getValue()[k]);
            foldOfPatient.put(patient.getKey(), best);
        }
        return foldOfPatient;
    }

    private static int rarest(int[] counts, int[] totals) {
        int rarest = -1;
        for (int k = 0; k < counts.length; k++) {
            if (counts[k] > 0 && (rarest < 0 || totals[k] < totals[rarest])) {
                rarest = k;
            }
        }
        return rarest;
    }

    /** Greed can fail where few patients hold many classes each. */
    private static Planning checked(int[] labels, int classes, FoldPlan plan) {
        boolean[][] elsewhere = new boolean[plan.folds][classes];
        for (int i = 0; i < labels.length; i++) {
            for (int f = 0; f < plan.folds; f++) {
                elsewhere[f][labels[i]] |= plan.foldOf[i] != f;
            }
        }
        for (int f = 0; f < plan.folds; f++) {
            for (int k = 0; k < classes; k++) {
                if (!elsewhere[f][k]) {
                    return new Refused("all images of class " + k + " fall into one fold of " + plan.folds
                            + ": too few patients hold too many classes each");
                }
            }
        }
        return new Planned(plan);
    }

    /** Number of folds. */
    public int folds() {
        return folds;
    }

    /** Fold in which image {@code i} is held out. */
    public int fold(int i) {
        return foldOf[i];
    }

    /** Fold of every image; a copy. */
    public int[] toArray() {
        return foldOf.clone();
    }
}

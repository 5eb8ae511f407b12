package org.equipoise.diagnosis.preprocessing;

import java.util.List;

import org.equipoise.common.evaluation.ConfusionMatrix;

/**
 * What a model answers to some labelled images under one preprocessing.
 *
 * @param balancedAccuracy in [0, 1]
 * @param trueProbability geometric mean of the probability of the true class, each class counting alike, in [0, 1]
 * @param largestShare of the answers that one class takes, in [0, 1]; 1 where every image is answered alike
 * @param recalls by class, in [0, 1]; 0 of a class without images
 */
public record Trial(
        Preprocessing preprocessing,
        double balancedAccuracy,
        double trueProbability,
        double largestShare,
        List<Double> recalls) {

    public Trial {
        recalls = List.copyOf(recalls);
    }

    static Trial of(Preprocessing preprocessing, Answered answered) {
        ConfusionMatrix confusion = answered.confusion();
        int classes = confusion.classes();
        long most = 0;
        Double[] recalls = new Double[classes];
        for (int k = 0; k < classes; k++) {
            most = Math.max(most, confusion.predicted(k));
            recalls[k] = confusion.recall(k).orElse(0);
        }
        return new Trial(
                preprocessing,
                confusion.balancedAccuracy(),
                answered.trueProbability(),
                most / (double) Math.max(1, confusion.total()),
                List.of(recalls));
    }

    /** What candidates are ordered by: right answers, and how sure they are. */
    double score() {
        return (balancedAccuracy + trueProbability) / 2;
    }
}

package org.equipoise.diagnosis.predictions;

import java.util.Optional;

import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.common.evaluation.LabelledProbabilities;
import org.equipoise.common.evaluation.ProbabilityRows;
import org.equipoise.common.labels.LabelSet;
import org.jspecify.annotations.Nullable;

/** Answers to labelled images: true classes, answered classes and, where they are known, probabilities. Immutable. */
public final class Answers {

    /** What is known of an answer. */
    public enum Form {
        /** The class alone. */
        CLASSES,
        /** Probabilities of all classes. */
        PROBABILITIES,
        /** Logits of all classes, from which the probabilities follow. */
        LOGITS,
        /** Numbers of which each class's sum to 1 over the images: a softmax over the wrong axis. */
        SOFTMAX_OVER_IMAGES
    }

    private final LabelSet labels;
    private final Form form;
    private final boolean said;
    private final int[] truth;
    private final int[] answered;
    private final @Nullable LabelledProbabilities probabilities;

    private Answers(
            LabelSet labels, Form form, boolean said, int[] truth, int[] answered, @Nullable ProbabilityRows rows) {
        if (truth.length != answered.length || truth.length == 0) {
            throw new IllegalArgumentException(answered.length + " answers for " + truth.length + " labels");
        }
        this.labels = labels;
        this.form = form;
        this.said = said;
        this.truth = truth.clone();
        this.answered = answered.clone();
        probabilities = rows == null ? null : new LabelledProbabilities(rows, truth);
    }

    /** Answered classes without probabilities. */
    public static Answers classes(LabelSet labels, int[] truth, int[] answered) {
        return new Answers(labels, Form.CLASSES, true, truth, answered, null);
    }

    /** Answers that are the largest of numbers which are no probabilities of their image. */
    public static Answers overImages(LabelSet labels, int[] truth, int[] answered) {
        return new Answers(labels, Form.SOFTMAX_OVER_IMAGES, false, truth, answered, null);
    }

    /**
     * Probabilities.
     *
     * @param form that they came in
     * @param said what was answered, where that is known beside them; absent: the most probable class
     */
    public static Answers of(LabelSet labels, Form form, int[] truth, ProbabilityRows rows, int @Nullable [] said) {
        int[] answered = said;
        if (answered == null) {
            answered = new int[rows.size()];
            for (int i = 0; i < answered.length; i++) {
                answered[i] = rows.predictedClass(i);
            }
        }
        return new Answers(labels, form, said != null, truth, answered, rows);
    }

    /** The classes. */
    public LabelSet labels() {
        return labels;
    }

    /** What is known of an answer. */
    public Form form() {
        return form;
    }

    /** Whether the answered classes are known by themselves, and do not follow from the probabilities. */
    public boolean said() {
        return said;
    }

    /** Number of images, at least 1. */
    public int size() {
        return truth.length;
    }

    /** True class of image {@code i}. */
    public int truth(int i) {
        return truth[i];
    }

    /** Answered class of image {@code i}. */
    public int answered(int i) {
        return answered[i];
    }

    /** The probabilities, where they are known. */
    public Optional<LabelledProbabilities> probabilities() {
        return Optional.ofNullable(probabilities);
    }

    /** Counts of (true class, answered class). */
    public ConfusionMatrix confusion() {
        var matrix = new ConfusionMatrix(labels.size());
        for (int i = 0; i < truth.length; i++) {
            matrix.add(truth[i], answered[i]);
        }
        return matrix;
    }
}

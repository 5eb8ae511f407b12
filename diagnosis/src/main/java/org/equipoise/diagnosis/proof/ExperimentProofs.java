package org.equipoise.diagnosis.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;

/**
 * Which causes of a run's collapse an experiment proves: a short run in which one thing is changed brings the recalls
 * back, and what is changed is off by a fact. Rules as written in {@code docs/causes.md}; nothing here is fitted or
 * probable.
 */
public final class ExperimentProofs {

    /** Balanced accuracy that the change must bring. */
    public static final double GAIN = 0.10;
    /** As much more than a short run in which something else was changed that touches this cause not. */
    static final double CLEARLY_MORE = 0.05;
    /** Training images of the largest class for one of the smallest, above which classes are imbalanced. */
    static final double IMBALANCED = 5;
    /** Entropy of the shares that the loss sees, by that of even ones, from which the run balanced them itself. */
    static final double BALANCED_ITSELF = 0.9;
    /** Orders of magnitude that a rate must be off. */
    static final double RATE_OFF = 1;
    /** Area under the ROC curve that another learner must lose on augmented images. */
    static final double HARMED = 0.10;
    /** Mean training recall less mean validation recall, from which images were learnt by heart. */
    static final double BY_HEART = 0.15;
    /** Accuracy on 64 images that a network of sufficient size learns by heart. */
    static final double OVERFITS = 0.9;

    /** Share of wrong labels, as another learner's noise channel estimates them. */
    static final double DOUBTED = 0.15;
    /** Area under the ROC curve of the other learner on these labels, below which its doubts say nothing. */
    static final double TELLS_APART = 0.65;
    /** Share of the rarest class's images that carry the commonest one's label, less the reverse. */
    static final double ONE_SIDED = 0.25;

    private final Evidence evidence;
    private final List<ProvedCause> proved = new ArrayList<>();

    private ExperimentProofs(Evidence evidence) {
        this.evidence = evidence;
    }

    /**
     * What is proved, the greatest gain first; empty where nothing is. Labels are proved wrong by nobody but a reader.
     */
    public static List<ProvedCause> of(Evidence evidence) {
        var proofs = new ExperimentProofs(evidence);
        proofs.imbalance();
        proofs.learningRate();
        proofs.augmentation();
        proofs.capacity();
        proofs.labels();
        return proofs.proved.stream()
                .sorted(Comparator.comparing(ProvedCause::gain).reversed())
                .toList();
    }

    private void imbalance() {
        double ratio = value(Measure.IMBALANCE_RATIO, 1);
        if (ratio > IMBALANCED
                && value(Measure.SHARES_CORRECTED, 1) < BALANCED_ITSELF
                && gains(Measure.BALANCED_GAIN, Measure.LEARNING_GAIN)) {
            prove(
                    Cause.CLASS_IMBALANCE,
                    Measure.BALANCED_GAIN,
                    "The training classes are %.0f to 1, and balanced batches of the same images, with nothing else"
                            + " changed, bring %.3f of balanced accuracy.",
                    ratio);
        }
    }

    private void learningRate() {
        double best = value(Measure.BEST_RATE, 0);
        if (Math.abs(best) >= RATE_OFF && gains(Measure.LEARNING_GAIN, Measure.CAPACITY_GAIN)) {
            boolean high = best < 0;
            prove(
                    high ? Cause.LEARNING_RATE_TOO_HIGH : Cause.LEARNING_RATE_TOO_LOW,
                    Measure.LEARNING_GAIN,
                    "A fresh network learns fastest at a rate that is 10^%.1f times the run's, and at a usual rate, with"
                            + " the same images, a short run brings %.3f of balanced accuracy.",
                    best);
        }
    }

    private void augmentation() {
        double harmed = value(Measure.AUGMENTED_OTHER_LEARNER, 0);
        if (harmed >= HARMED && gains(Measure.WITHOUT_AUGMENTATION_GAIN, Measure.LEARNING_GAIN)) {
            prove(
                    Cause.HARMFUL_AUGMENTATION,
                    Measure.WITHOUT_AUGMENTATION_GAIN,
                    "Another learner loses %.3f of its area under the ROC curve on the images as they were augmented, and"
                            + " without augmentation a short run brings %.3f of balanced accuracy.",
                    harmed);
        }
        double gap = value(Measure.RECALL_GAP, 0);
        if (gap >= BY_HEART && gains(Measure.AUGMENTATION_GAIN, Measure.LEARNING_GAIN)) {
            prove(
                    Cause.TOO_LITTLE_AUGMENTATION,
                    Measure.AUGMENTATION_GAIN,
                    "Recalls on training images are %.3f above those on validation images, and with mild augmentation a"
                            + " short run brings %.3f of balanced accuracy.",
                    gap);
        }
    }

    private void capacity() {
        double overfit = value(Measure.OVERFIT, 1);
        if (overfit < OVERFITS && gains(Measure.CAPACITY_GAIN, Measure.LEARNING_GAIN)) {
            prove(
                    Cause.CAPACITY_TOO_SMALL,
                    Measure.CAPACITY_GAIN,
                    "The network learns only %.3f of 64 balanced images by heart, and the article's network, with nothing"
                            + " else changed, brings %.3f of balanced accuracy.",
                    overfit);
        }
        double gap = value(Measure.RECALL_GAP, 0);
        if (overfit >= OVERFITS && gap >= BY_HEART && gains(Measure.CAPACITY_GAIN, Measure.LEARNING_GAIN)) {
            prove(
                    Cause.CAPACITY_TOO_LARGE,
                    Measure.CAPACITY_GAIN,
                    "Recalls on training images are %.3f above those on validation images, and the article's network, with"
                            + " nothing else changed, brings %.3f of balanced accuracy.",
                    gap);
        }
    }

    /** Whether another learner, which tells the classes apart, holds many labels for wrong. */
    static boolean labelsDoubted(Evidence known) {
        return known.value(Measure.OTHER_LEARNER).orElse(0) >= TELLS_APART
                && (known.value(Measure.NOISE_RATE).orElse(0) >= DOUBTED
                        || known.value(Measure.NOISE_ASYMMETRY).orElse(0) >= ONE_SIDED);
    }

    private void labels() {
        if (labelsDoubted(evidence) && gains(Measure.DOUBTED_LABELS_GAIN, Measure.LEARNING_GAIN)) {
            double asymmetry = value(Measure.NOISE_ASYMMETRY, 0);
            boolean oneSided = asymmetry >= ONE_SIDED;
            prove(
                    oneSided ? Cause.MINORITY_RELABELLED : Cause.SYMMETRIC_LABEL_NOISE,
                    Measure.DOUBTED_LABELS_GAIN,
                    oneSided
                            ? "Another learner holds %.3f of the rarest class's images for labelled as the commonest, and"
                                    + " without the images that it doubts a short run brings %.3f of balanced accuracy."
                            : "Another learner holds %.3f of the labels for wrong, and without the images that it doubts a"
                                    + " short run brings %.3f of balanced accuracy.",
                    oneSided ? asymmetry : value(Measure.NOISE_RATE, 0));
        }
    }

    /** @param elsewhere a change that touches this cause not; not made counts as no gain */
    private boolean gains(Measure change, Measure elsewhere) {
        double gain = value(change, 0);
        return gain >= GAIN && gain >= value(elsewhere, 0) + CLEARLY_MORE;
    }

    private void prove(Cause cause, Measure by, String because, double fact) {
        double gain = value(by, 0);
        proved.add(new ProvedCause(cause, by, gain, String.format(Locale.ROOT, because, fact, gain)));
    }

    private double value(Measure measure, double otherwise) {
        return evidence.value(measure).orElse(otherwise);
    }
}

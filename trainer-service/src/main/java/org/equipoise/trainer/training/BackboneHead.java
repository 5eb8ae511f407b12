package org.equipoise.trainer.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.equipoise.trainer.features.FeatureRows;
import org.equipoise.trainer.features.LinearHead;
import org.equipoise.trainer.features.LogisticRegression;
import org.equipoise.trainer.features.Standardisation;
import org.equipoise.trainer.features.StrengthChoice;
import org.jspecify.annotations.Nullable;

/**
 * A linear classifier of what a pretrained network sees, fitted to the training split.
 *
 * @param views of an image, whose logits are averaged
 * @param strength how strongly its weights are pulled towards 0, as folds of the training images chose it
 */
record BackboneHead(
        Standardisation standardisation,
        LinearHead head,
        int views,
        StrengthChoice.Chosen strength,
        double gradientNorm,
        int steps) {

    /**
     * @param rows of the training split, the views of an image beside each other
     * @param mass what each class counts
     * @param offsets added to the logits while learning
     * @param each carried out after each step; may throw, to stop
     */
    static BackboneHead fit(FeatureRows rows, int views, List<Double> mass, List<Double> offsets, Runnable each) {
        Standardisation standardisation = Standardisation.of(rows);
        FeatureRows standardised = standardisation.applied(rows);
        StrengthChoice.Chosen strength = StrengthChoice.of(standardised, views, mass, offsets, each);
        LogisticRegression.Fit fit = new LogisticRegression(standardised, mass, offsets, each).fit(strength.strength());
        return new BackboneHead(
                standardisation, fit.head(), views, strength, fit.gradientNorm(), Math.max(1, fit.steps()));
    }

    /**
     * What is answered to images that were not learnt from: the validation split and, with folds, the training images,
     * each by a classifier of the other folds' at the same strength.
     *
     * @param rows the training split, as {@link #fit} has it, with the same {@code mass} and {@code offsets}
     * @param folds absent where nothing is left out
     */
    UnseenAnswers unseen(
            FeatureRows rows,
            FeatureRows validation,
            @Nullable CrossValidation folds,
            List<Double> mass,
            List<Double> offsets,
            Runnable each) {
        if (folds == null) {
            return UnseenAnswers.of(answers(validation));
        }
        int classes = head.classes();
        int[] labels = new int[folds.images()];
        float[] probabilities = new float[labels.length * classes];
        List<SplitPredictions> ofParts = new ArrayList<>();
        for (int fold = 0; fold < folds.folds(); fold++) {
            int left = fold;
            BackboneHead part = part(rows.some(row -> folds.fold(row / views) != left), mass, offsets, each);
            SplitPredictions own = part.answers(rows.some(row -> folds.fold(row / views) == left));
            int[] images = folds.left(fold, 0, labels.length);
            for (int i = 0; i < images.length; i++) {
                labels[images[i]] = own.label(i);
                for (int k = 0; k < classes; k++) {
                    probabilities[images[i] * classes + k] = own.probability(i, k);
                }
            }
            ofParts.add(part.answers(validation));
        }
        return UnseenAnswers.of(answers(validation), new SplitPredictions(classes, labels, probabilities), ofParts);
    }

    /** A classifier of some of the images, whose rows are its own: beside those of all they are in memory once. */
    private BackboneHead part(FeatureRows rows, List<Double> mass, List<Double> offsets, Runnable each) {
        Standardisation own = Standardisation.of(rows);
        own.apply(rows);
        LogisticRegression.Fit fit = new LogisticRegression(rows, mass, offsets, each).fit(strength.strength());
        return new BackboneHead(own, fit.head(), views, strength, fit.gradientNorm(), Math.max(1, fit.steps()));
    }

    /** Logits {@code [images, classes]}, each the mean over the views of its image. */
    float[] logits(FeatureRows rows) {
        int classes = head.classes();
        double[] each = new double[rows.size() * classes];
        head.addLogits(standardisation.applied(rows), each);
        float[] mean = new float[rows.size() / views * classes];
        for (int image = 0; image < mean.length / classes; image++) {
            for (int k = 0; k < classes; k++) {
                double sum = 0;
                for (int view = 0; view < views; view++) {
                    sum += each[(image * views + view) * classes + k];
                }
                mean[image * classes + k] = (float) (sum / views);
            }
        }
        return mean;
    }

    /** What is answered to a split, before any correction. */
    SplitPredictions answers(FeatureRows rows) {
        int classes = head.classes();
        float[] logits = logits(rows);
        float[] probabilities = new float[logits.length];
        int[] labels = new int[logits.length / classes];
        double[] row = new double[classes];
        for (int image = 0; image < labels.length; image++) {
            labels[image] = rows.labels()[image * views];
            for (int k = 0; k < classes; k++) {
                row[k] = logits[image * classes + k];
            }
            LinearHead.softmax(row);
            for (int k = 0; k < classes; k++) {
                probabilities[image * classes + k] = (float) row[k];
            }
        }
        return new SplitPredictions(classes, labels, probabilities);
    }

    /** One sentence about how it was fitted. */
    String words() {
        int least = strength.tried().indexOf(strength.strength());
        return String.format(
                Locale.ROOT,
                "pull %s, %s; %d steps, gradient %.1e",
                strength.strength(),
                least < 0
                        ? "which no fold of the training images could choose"
                        : String.format(
                                Locale.ROOT,
                                "by the loss %.4f of folds of the training images",
                                strength.losses().get(least)),
                steps,
                gradientNorm);
    }
}

package org.equipoise.trainer.diagnosis;

import java.util.List;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.labels.Split;
import org.equipoise.trainer.classifier.ClassProbabilities;
import org.equipoise.trainer.classifier.Classifier;
import org.equipoise.trainer.classifier.ImageBatch;
import org.equipoise.trainer.training.DatasetPacks;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.SplitPredictions;

/** What a stored version answers to labelled images, as a user gets it. */
final class ServedAnswers {

    private static final int BATCH_BYTES = 1 << 20;

    private final Classifier classifier;
    private final int classes;
    private final int[] labels;
    private final float[] probabilities;
    private int done;

    private ServedAnswers(Classifier classifier, int classes, int images) {
        this.classifier = classifier;
        this.classes = classes;
        labels = new int[images];
        probabilities = new float[Math.multiplyExact(images, classes)];
    }

    /** Answers to a split, one pack in memory at a time. */
    static SplitPredictions of(Classifier classifier, DatasetPacks packs, DatasetFrozen dataset, Split split) {
        int images = dataset.packs(split).stream()
                .mapToInt(DatasetFrozen.Pack::images)
                .sum();
        var answers = new ServedAnswers(classifier, dataset.labelSet().size(), images);
        packs.read(dataset, split, answers::add);
        return answers.predictions();
    }

    /** Probabilities for images in memory, {@code [images, classes]}, row by row. */
    static float[] probabilities(Classifier classifier, LabelledImages images, int classes) {
        var answers = new ServedAnswers(classifier, classes, images.size());
        answers.add(images);
        return answers.probabilities;
    }

    private void add(LabelledImages images) {
        int step = Math.max(1, BATCH_BYTES / images.imageBytes());
        for (int from = 0; from < images.size(); from += step) {
            int count = Math.min(step, images.size() - from);
            ClassProbabilities answered =
                    classifier.classify(ImageBatch.slice(images.format(), images.pixels(), from, count));
            for (int i = 0; i < count; i++) {
                labels[done] = images.label(from + i);
                List<Double> row = answered.row(i);
                for (int k = 0; k < classes; k++) {
                    probabilities[done * classes + k] = row.get(k).floatValue();
                }
                done++;
            }
        }
    }

    private SplitPredictions predictions() {
        return new SplitPredictions(classes, labels, probabilities);
    }
}

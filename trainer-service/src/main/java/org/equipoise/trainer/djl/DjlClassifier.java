package org.equipoise.trainer.djl;

import java.util.ArrayList;
import java.util.List;

import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import org.equipoise.trainer.classifier.ClassProbabilities;
import org.equipoise.trainer.classifier.Classifier;
import org.equipoise.trainer.classifier.ImageBatch;
import org.equipoise.trainer.classifier.UnusableModelException;

/** A SavedModel in DJL: session, predictor and files, freed together. */
final class DjlClassifier implements Classifier {

    /**
     * Pixels that are answered at once: what 16 channels of 4 bytes make of them, at half the side, is 32 MiB, and a
     * few such layers are in memory at a time.
     */
    private static final int MOST_PIXELS = 1 << 21;

    private final SavedModelFolder folder;
    private final ZooModel<ImageBatch, ClassProbabilities> model;
    private final Predictor<ImageBatch, ClassProbabilities> predictor;

    DjlClassifier(SavedModelFolder folder, ZooModel<ImageBatch, ClassProbabilities> model) {
        this.folder = folder;
        this.model = model;
        this.predictor = model.newPredictor();
    }

    @Override
    public ClassProbabilities classify(ImageBatch batch) {
        int step =
                Math.max(1, MOST_PIXELS / (batch.shape().width() * batch.shape().height()));
        if (batch.size() <= step) {
            return answered(batch);
        }
        List<ClassProbabilities> answers = new ArrayList<>();
        for (int from = 0; from < batch.size(); from += step) {
            int count = Math.min(step, batch.size() - from);
            answers.add(answered(ImageBatch.slice(batch.format(), batch.samples(), from, count)));
        }
        return ClassProbabilities.joined(answers);
    }

    private ClassProbabilities answered(ImageBatch batch) {
        try {
            return predictor.predict(batch);
        } catch (TranslateException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new UnusableModelException("it does not answer: " + cause.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try (folder) {
            predictor.close();
            model.close();
        }
    }
}

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

    private final SavedModelFolder folder;
    private final ZooModel<ImageBatch, ClassProbabilities> model;
    private final Predictor<ImageBatch, ClassProbabilities> predictor;
    private final int atOnce;

    /** @param atOnce images, at least 1 */
    DjlClassifier(SavedModelFolder folder, ZooModel<ImageBatch, ClassProbabilities> model, int atOnce) {
        this.folder = folder;
        this.atOnce = atOnce;
        this.model = model;
        this.predictor = model.newPredictor();
    }

    @Override
    public ClassProbabilities classify(ImageBatch batch) {
        if (batch.size() <= atOnce) {
            return answered(batch);
        }
        List<ClassProbabilities> answers = new ArrayList<>();
        for (int from = 0; from < batch.size(); from += atOnce) {
            int count = Math.min(atOnce, batch.size() - from);
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

package org.equipoise.trainer.djl;

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

    DjlClassifier(SavedModelFolder folder, ZooModel<ImageBatch, ClassProbabilities> model) {
        this.folder = folder;
        this.model = model;
        this.predictor = model.newPredictor();
    }

    @Override
    public ClassProbabilities classify(ImageBatch batch) {
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

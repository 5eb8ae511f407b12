package org.equipoise.trainer.djl;

import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.trainer.classifier.UnusableModelException;
import org.equipoise.trainer.diagnosis.FedModels.FedModel;

/** A SavedModel in DJL that takes numbers: session, predictor and files, freed together. */
final class DjlFedModel implements FedModel {

    private final SavedModelFolder folder;
    private final ZooModel<FedBatch, float[]> model;
    private final Predictor<FedBatch, float[]> predictor;
    private final InputShape shape;

    DjlFedModel(SavedModelFolder folder, ZooModel<FedBatch, float[]> model, InputShape shape) {
        this.folder = folder;
        this.model = model;
        this.shape = shape;
        this.predictor = model.newPredictor();
    }

    @Override
    public float[] probabilities(float[] samples, int images) {
        try {
            return predictor.predict(new FedBatch(shape, images, samples));
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

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
import org.jspecify.annotations.Nullable;

/** A SavedModel in DJL: sessions, predictors and files, freed together. */
final class DjlClassifier implements Classifier {

    private final SavedModelFolder folder;
    private final Served batches;
    private final @Nullable Served loneImages;
    private final int atOnce;

    /** A session and what asks it. */
    private static final class Served implements AutoCloseable {

        private final ZooModel<ImageBatch, ClassProbabilities> model;
        private final Predictor<ImageBatch, ClassProbabilities> predictor;

        Served(ZooModel<ImageBatch, ClassProbabilities> model) {
            this.model = model;
            predictor = model.newPredictor();
        }

        @Override
        public void close() {
            predictor.close();
            model.close();
        }
    }

    /**
     * Owns all of them.
     *
     * @param batches answers them, and single images where nothing else does
     * @param loneImages answers single images in {@linkplain LoneImage one thread}
     * @param atOnce images, at least 1
     */
    DjlClassifier(
            SavedModelFolder folder,
            ZooModel<ImageBatch, ClassProbabilities> batches,
            @Nullable ZooModel<ImageBatch, ClassProbabilities> loneImages,
            int atOnce) {
        this.folder = folder;
        this.batches = new Served(batches);
        this.loneImages = loneImages == null ? null : new Served(loneImages);
        this.atOnce = atOnce;
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
            Served asked = batch.size() == 1 && loneImages != null ? loneImages : batches;
            return asked.predictor.predict(batch);
        } catch (TranslateException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new UnusableModelException("it does not answer: " + cause.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try (folder;
                batches;
                loneImages) {
            // They are closed in the opposite order, the files last.
        }
    }
}

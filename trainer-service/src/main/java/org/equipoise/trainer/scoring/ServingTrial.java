package org.equipoise.trainer.scoring;

import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.labels.Split;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.trainer.registry.ChampionTrial;
import org.equipoise.trainer.training.LabelledImages;

/** Evaluates a champion on a frozen test split with the classifier that serves it. */
public final class ServingTrial implements ChampionTrial {

    private static final int BATCH_BYTES = 1 << 20;

    private final ClassifierLoader loader;
    private final ObjectStore objects;

    public ServingTrial(ClassifierLoader loader, ObjectStore objects) {
        this.loader = loader;
        this.objects = objects;
    }

    @Override
    public Evaluation evaluate(Champion champion, DatasetFrozen dataset) {
        var confusion = new ConfusionMatrix(champion.labelSet().size());
        // A copy of its own: scoring goes on with the loaded one meanwhile.
        try (Classifier classifier = loader.load(champion)) {
            for (DatasetFrozen.Pack pack : dataset.packs(Split.TEST)) {
                byte[] npz = objects.require(Bucket.DATASETS, pack.objectKey());
                var images = LabelledImages.of(
                        npz, dataset.shape(), champion.labelSet().size());
                answer(classifier, images, confusion);
            }
        }
        return Evaluation.of(confusion, champion.labelSet());
    }

    private static void answer(Classifier classifier, LabelledImages images, ConfusionMatrix confusion) {
        int step = Math.max(1, BATCH_BYTES / images.shape().length());
        for (int from = 0; from < images.size(); from += step) {
            int count = Math.min(step, images.size() - from);
            ClassProbabilities answers =
                    classifier.classify(ImageBatch.slice(images.shape(), images.pixels(), from, count));
            for (int i = 0; i < count; i++) {
                confusion.add(images.label(from + i), answers.predictedClass(i));
            }
        }
    }
}

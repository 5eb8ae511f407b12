package org.equipoise.trainer.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.labels.Split;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.trainer.gate.Incumbent;
import org.equipoise.trainer.registry.Canaries;
import org.equipoise.trainer.registry.CanaryTrial;
import org.equipoise.trainer.registry.ChampionTrial;
import org.equipoise.trainer.training.LabelledImages;

/**
 * Tries versions with the classifier that serves them, each in a copy of its own: scoring goes on with the loaded one
 * meanwhile.
 */
public final class ServingTrial implements ChampionTrial, CanaryTrial {

    private static final int BATCH_BYTES = 1 << 20;

    private final ClassifierLoader loader;
    private final ObjectStore objects;
    private final ImageFetcher fetcher;

    public ServingTrial(ClassifierLoader loader, ObjectStore objects, ImageFetcher fetcher) {
        this.loader = loader;
        this.objects = objects;
        this.fetcher = fetcher;
    }

    @Override
    public Incumbent evaluate(Champion champion, DatasetFrozen dataset) {
        var confusion = new ConfusionMatrix(champion.labelSet().size());
        try (Classifier classifier = loader.load(champion)) {
            for (DatasetFrozen.Pack pack : dataset.packs(Split.TEST)) {
                byte[] npz = objects.require(Bucket.DATASETS, pack.objectKey());
                var images = LabelledImages.of(
                        npz, dataset.shape(), champion.labelSet().size());
                answer(classifier, images, confusion);
            }
        } catch (UnusableModelException e) {
            return new Incumbent.Incomparable(
                    "the champion " + champion.version() + " cannot be used: " + e.getMessage() + ".");
        }
        return new Incumbent.Evaluated(champion.version(), Evaluation.of(confusion, champion.labelSet()));
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

    @Override
    public Replay replay(Champion candidate, String dataset, Canaries canaries) {
        List<List<Double>> probabilities = new ArrayList<>();
        if (canaries.size() > 0) {
            try (Classifier classifier = loader.load(candidate)) {
                ClassProbabilities answers =
                        classifier.classify(ImageBatch.slice(canaries.shape(), canaries.pixels(), 0, canaries.size()));
                for (int i = 0; i < canaries.size(); i++) {
                    probabilities.add(answers.row(i));
                }
            } catch (UnusableModelException e) {
                return new Replay.Unusable(String.valueOf(e.getMessage()));
            }
        }
        return new Replay.Answered(probabilities, inputs(candidate, dataset, canaries));
    }

    /** Each canary's image as scoring would feed it: read, decoded, fitted. */
    private List<Optional<byte[]>> inputs(Champion candidate, String dataset, Canaries canaries) {
        List<String> keys = IntStream.range(0, canaries.size())
                .mapToObj(i -> ObjectKeys.image(dataset, canaries.imageId(i)))
                .toList();
        return fetcher.fetch(keys, candidate.input()).stream()
                .map(fetched -> fetched.image().map(image -> image.pixels().samples()))
                .toList();
    }
}

package org.equipoise.trainer.registry;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.trainer.modelcard.Mistake;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.SplitPredictions;
import org.equipoise.trainer.training.TrainedModel;

/**
 * Pictures of the test images that were answered wrongly with the highest probability. Pictures only help to
 * understand: without the manifest or a pack the card goes without them, and the model is judged all the same.
 */
final class WorstMistakes {

    /** What one glance takes in. */
    static final int MOST = 12;

    private final ObjectStore objects;

    WorstMistakes(ObjectStore objects) {
        this.objects = objects;
    }

    /** At most {@value #MOST} of them, the worst first. */
    List<Mistake> of(TrainedModel model) {
        return of(model.dataset(), model.dataset().labelSet(), model.test());
    }

    /**
     * The same of any model's answers on the test split of {@code dataset}.
     *
     * @param labels classes in the order of the answers, which may be another than the dataset's
     * @param test one row for each test image, in manifest order
     */
    List<Mistake> of(DatasetFrozen dataset, LabelSet labels, SplitPredictions test) {
        List<Integer> worst = worst(test);
        if (worst.isEmpty()) {
            return List.of();
        }
        List<String> ids = testImages(dataset);
        Map<Integer, Pixels> pixels = pixels(dataset, worst);
        List<Mistake> mistakes = new ArrayList<>();
        for (int place : worst) {
            Pixels image = pixels.get(place);
            if (image != null && place < ids.size()) {
                int answer = test.predictedClass(place);
                mistakes.add(Mistake.of(
                        ids.get(place),
                        labels.name(test.label(place)),
                        labels.name(answer),
                        test.probability(place, answer),
                        image));
            }
        }
        return mistakes;
    }

    /** Places in the split of the wrong answers with the highest probabilities; the earlier wins a tie. */
    static List<Integer> worst(SplitPredictions test) {
        return IntStream.range(0, test.size())
                .filter(i -> test.predictedClass(i) != test.label(i))
                // A training that diverged answers NaN: there is nothing to be learned from its pictures.
                .filter(i -> Float.isFinite(test.probability(i, test.predictedClass(i))))
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -test.probability(i, test.predictedClass(i))))
                .limit(MOST)
                .toList();
    }

    /** Ids of the test images in pack order. */
    private List<String> testImages(DatasetFrozen dataset) {
        List<String> ids = new ArrayList<>();
        Optional<byte[]> manifest = objects.get(Bucket.DATASETS, dataset.manifestKey());
        if (manifest.isEmpty()) {
            return ids;
        }
        for (String line : new String(manifest.get(), StandardCharsets.UTF_8).split("\n")) {
            try {
                ManifestEntry entry = EventCodec.read(line.getBytes(StandardCharsets.UTF_8), ManifestEntry.class);
                if (entry.split() == Split.TEST) {
                    ids.add(entry.imageId());
                }
            } catch (MalformedEventException e) {
                // The places of all later images would be guesses.
                return ids;
            }
        }
        return ids;
    }

    private Map<Integer, Pixels> pixels(DatasetFrozen dataset, List<Integer> places) {
        Map<Integer, Pixels> found = new HashMap<>();
        var wanted = new TreeSet<>(places);
        int from = 0;
        for (DatasetFrozen.Pack pack : dataset.packs(Split.TEST)) {
            int first = from;
            from += pack.images();
            var here = wanted.subSet(first, from);
            if (!here.isEmpty()) {
                objects.get(Bucket.DATASETS, pack.objectKey())
                        .map(npz -> LabelledImages.of(
                                npz, dataset.format(), dataset.labelSet().size()))
                        // A pack that is not what the version says would show other images.
                        .filter(images -> images.size() == pack.images())
                        .ifPresent(images -> here.forEach(
                                place -> found.put(place, images.format().picture(images.pixels(), place - first))));
            }
        }
        return found;
    }
}

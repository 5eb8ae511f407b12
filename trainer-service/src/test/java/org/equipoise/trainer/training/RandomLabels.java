package org.equipoise.trainer.training;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.trainer.network.Symmetry;
import org.equipoise.trainer.recipe.NetworkSide;

/** Noise in two classes, which can be learnt by heart and from nothing else, in a pack and in a shard. */
public final class RandomLabels {

    public static final int IMAGES = 96;
    private static final InputShape SHAPE = new InputShape(16, 16, 1);

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final int[] labels = new int[IMAGES];
    private final byte[] pixels = new byte[IMAGES * SHAPE.length()];
    private final CrossValidation folds;

    public RandomLabels(int members, long seed) {
        var random = new SplittableRandom(seed);
        for (int i = 0; i < IMAGES; i++) {
            labels[i] = random.nextInt(2);
        }
        random.nextBytes(pixels);
        folds = Objects.requireNonNull(
                CrossValidation.of(labels, IntStream.range(0, IMAGES).toArray(), 2, members)
                        .folds());
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("images", NpyArray.ofBytes(pixels, IMAGES, SHAPE.height(), SHAPE.width(), 1));
        arrays.put("labels", NpyArray.ofInts(labels, IMAGES));
        for (Split split : List.of(Split.TRAIN, Split.VALIDATION)) {
            objects.put(
                    Bucket.DATASETS,
                    ObjectKeys.pack("noise", "v1", split, 0),
                    Npz.write(arrays),
                    "application/octet-stream");
        }
    }

    /** All images, in another order than the pack's, with what each member leaves out. */
    public Shard shard() {
        int[] sources =
                IntStream.range(0, IMAGES).map(i -> (i * 35 + 11) % IMAGES).toArray();
        byte[] shuffled = new byte[pixels.length];
        int[] own = new int[IMAGES];
        float[] weights = new float[IMAGES];
        for (int i = 0; i < IMAGES; i++) {
            System.arraycopy(pixels, sources[i] * SHAPE.length(), shuffled, i * SHAPE.length(), SHAPE.length());
            own[i] = labels[sources[i]];
            weights[i] = 1;
        }
        var plain = new Shard(SHAPE, shuffled, own, weights);
        return folds.of(new Shard(
                plain.format(),
                shuffled,
                own,
                weights,
                plain.soft(),
                ShardSources.of(sources, sources, IMAGES),
                new float[0]));
    }

    /** The share of the images that are answered right by the member that left them out. */
    public double rightOutOfFold(TrainableNetwork network) {
        return right(unseen(network).outOfFold());
    }

    /** The share that each member answers right of all images. */
    public List<Double> rightOfMembers(TrainableNetwork network) {
        List<Double> right = new ArrayList<>();
        unseen(network).ofParts().forEach(part -> right.add(right(part)));
        return right;
    }

    private UnseenAnswers unseen(TrainableNetwork network) {
        DatasetFrozen dataset = FrozenDatasets.of(
                "noise",
                new LabelSet(List.of("heads", "tails")),
                SHAPE,
                Map.of(),
                List.of(
                        FrozenDatasets.pack("noise", Split.TRAIN, IMAGES),
                        FrozenDatasets.pack("noise", Split.VALIDATION, IMAGES)),
                Instant.EPOCH);
        var predictor = new SplitPredictor(
                new DatasetPacks(objects), folds.folds(), Symmetry.NONE, new NetworkSide(NetworkSide.VERSION));
        SplitPredictions whole = predictor.predict(network, dataset, Split.VALIDATION);
        return predictor.unseen(network, dataset, folds, whole, SplitPredictor.Views.ONE);
    }

    private static double right(SplitPredictions answers) {
        return answers.confusion().accuracy();
    }
}

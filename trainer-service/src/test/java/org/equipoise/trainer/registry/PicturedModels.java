package org.equipoise.trainer.registry;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.events.DatasetFrozen.Pack;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.trainer.training.AnswerCorrection;
import org.equipoise.trainer.training.LogitCorrection;
import org.equipoise.trainer.training.SplitPredictions;
import org.equipoise.trainer.training.TrainedModel;

/** Finished runs whose test images exist: drawn answers, a manifest, and packs with a disc per image. */
public final class PicturedModels {

    /** Images in the test split, in packs of 100. */
    static final int TEST_IMAGES = 250;

    private static final int PACK = 100;

    private PicturedModels() {}

    /** Places of the mistakes that a card shows of such answers, the worst first. */
    public static List<Integer> shownMistakes(SplitPredictions test) {
        return WorstMistakes.worst(test);
    }

    /** A run over these classes, each half as frequent as the one before; its objects are put into {@code store}. */
    public static TrainedModel of(InMemoryObjectStore store, LabelSet labels, InputShape shape, long seed) {
        TrainedModel model = TrainedModels.of("run-1", TrainedModels.GOOD, "Drawn, not seen.");
        SplitPredictions test = predictions(seed, TEST_IMAGES, labels.size());
        DatasetFrozen dataset = dataset(model.dataset(), labels, shape, counts(test));
        put(store, dataset, test);
        return new TrainedModel(
                model.request(),
                dataset,
                model.recipe(),
                model.savedModel(),
                predictions(seed + 1, TEST_IMAGES, labels.size()),
                test,
                new AnswerCorrection(LogitCorrection.none(labels.size()), false, shares(test)),
                test,
                model.telemetry(),
                model.bestEpoch(),
                model.seconds(),
                model.device());
    }

    /** Id of the i-th test image. */
    public static String imageId(int i) {
        return String.format(java.util.Locale.ROOT, "%08x", 0x9f86d081 * (i + 1))
                .repeat(8);
    }

    /** Answers of a network that is too sure of itself. */
    static SplitPredictions predictions(long seed, int images, int classes) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int[] labels = new int[images];
        float[] probabilities = new float[images * classes];
        for (int i = 0; i < images; i++) {
            int label = 0;
            while (label < classes - 1 && random.nextBoolean()) {
                label++;
            }
            labels[i] = label;
            double sum = 0;
            double[] row = new double[classes];
            for (int k = 0; k < classes; k++) {
                row[k] = Math.exp(2.5 * (random.nextGaussian() + (k == label ? 1.9 : 0)));
                sum += row[k];
            }
            for (int k = 0; k < classes; k++) {
                probabilities[i * classes + k] = (float) (row[k] / sum);
            }
        }
        return new SplitPredictions(classes, labels, probabilities);
    }

    private static DatasetFrozen dataset(
            DatasetFrozen like, LabelSet labels, InputShape shape, ClassDistribution counts) {
        List<Pack> packs = List.of(pack(like, 0, PACK), pack(like, 1, PACK), pack(like, 2, TEST_IMAGES - 2 * PACK));
        return new DatasetFrozen(
                like.dataset(),
                like.version(),
                HexFormat.of().formatHex(new byte[32]),
                like.manifestKey(),
                labels,
                "OT",
                shape,
                Map.of(Split.TRAIN, counts, Split.VALIDATION, counts, Split.TEST, counts),
                packs,
                like.findings(),
                like.frozenAt());
    }

    private static Pack pack(DatasetFrozen dataset, int part, int images) {
        return new Pack(Split.TEST, dataset.key() + "/packed/test/part-" + part + ".npz", images);
    }

    private static ClassDistribution counts(SplitPredictions test) {
        return new ClassDistribution(java.util.stream.IntStream.range(0, test.classes())
                .mapToObj(k -> test.confusion().support(k))
                .toList());
    }

    private static List<Double> shares(SplitPredictions test) {
        return counts(test).counts().stream().map(n -> n / (double) test.size()).toList();
    }

    private static void put(InMemoryObjectStore store, DatasetFrozen dataset, SplitPredictions test) {
        var manifest = new StringBuilder();
        // A training image first: places count within the test split.
        manifest.append(line("f".repeat(64), dataset.labelSet(), 0, Split.TRAIN));
        int from = 0;
        for (Pack pack : dataset.packs()) {
            int[] labels = new int[pack.images()];
            byte[] pixels = new byte[pack.images() * dataset.shape().length()];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = test.label(from + i);
                disc(pixels, i * dataset.shape().length(), dataset.shape(), from + i);
                manifest.append(line(imageId(from + i), dataset.labelSet(), labels[i], Split.TEST));
            }
            Map<String, NpyArray> arrays = new LinkedHashMap<>();
            InputShape shape = dataset.shape();
            arrays.put(
                    "images", NpyArray.ofBytes(pixels, labels.length, shape.height(), shape.width(), shape.channels()));
            arrays.put("labels", NpyArray.ofInts(labels, labels.length));
            store.put(Bucket.DATASETS, pack.objectKey(), Npz.write(arrays), "application/zip");
            from += pack.images();
        }
        store.put(
                Bucket.DATASETS,
                dataset.manifestKey(),
                manifest.toString().getBytes(StandardCharsets.UTF_8),
                "application/x-ndjson");
    }

    private static String line(String imageId, LabelSet labels, int label, Split split) {
        var entry = new ManifestEntry(imageId, labels.name(label), label, split);
        return new String(EventCodec.write(entry), StandardCharsets.UTF_8) + "\n";
    }

    /** The first sample of image {@code i} is {@code i}; the rest is a disc that moves with it. */
    private static void disc(byte[] pixels, int offset, InputShape shape, int i) {
        for (int j = 0; j < shape.length(); j++) {
            double x = (j / shape.channels() % shape.width()) / (double) shape.width() - .3 - .4 * (i % 7) / 7;
            double y = (j / shape.channels() / shape.width()) / (double) shape.height() - .3 - .4 * (i % 5) / 5;
            pixels[offset + j] = (byte) (40 + 180 * Math.exp(-12 * (x * x + y * y)));
        }
        pixels[offset] = (byte) i;
    }
}

package org.equipoise.trainer.djl;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.ModelDecided.HealthyReference;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.imaging.ImageId;
import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.trainer.checkpoint.ObjectStoreCheckpoints;
import org.equipoise.trainer.registry.ModelObjects;
import org.equipoise.trainer.scoring.ImageFetcher;
import org.equipoise.trainer.scoring.ServingTrial;
import org.equipoise.trainer.tensorflow.TensorFlowConfigs;
import org.equipoise.trainer.tensorflow.TensorFlowNetworks;
import org.equipoise.trainer.training.DatasetPacks;
import org.equipoise.trainer.training.EndedRun;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.ShardSource;
import org.equipoise.trainer.training.TrainedModel;
import org.equipoise.trainer.training.TrainingConfig;
import org.equipoise.trainer.training.TrainingPorts;
import org.equipoise.trainer.training.TrainingService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two classes of images of 12 bits that differ in the low 4 bits only, trained by the service from packs and shards,
 * and answered by the serving path from their canonical PNGs. The high 8 bits are anatomy of one kind, whatever the
 * class; the low ones a grain: a chessboard of single pixels, or of squares of two by two. Both grains have the same
 * values in the same shares, so no mean and no histogram tells them apart, and the window that their percentiles give
 * spans all 12 bits: the grain is 1/273 of what the network sees.
 */
class LowBitsTest {

    private static final InputShape SHAPE = new InputShape(24, 24, 1);
    private static final LabelSet LABELS = new LabelSet(List.of("fine", "coarse"));
    private static final int TRAIN = 768;
    private static final int HELD_OUT = 128;
    private static final int LOW_BITS = 4;

    /**
     * With batch normalisation, about 500 steps, and a rate that falls at the end: its statistics lag behind a fast
     * one.
     */
    private static final Map<String, String> NORMALISED = Map.of(
            "network", "conv4",
            "epochs", "24",
            "patience", "24",
            "batchSize", "32",
            "learningRate", "0.003",
            "schedule", "cosine");

    /** The article's network, which has none. */
    private static final Map<String, String> PLAIN = Map.of(
            "network", "article-cnn",
            "epochs", "24",
            "patience", "24",
            "batchSize", "32",
            "learningRate", "0.001",
            "schedule", "cosine");

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final ExecutorService fetchers = Executors.newFixedThreadPool(1);
    private final Clock clock = Clock.fixed(Instant.parse("2026-11-23T08:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path scratch;

    @AfterEach
    void stop() {
        fetchers.shutdownNow();
    }

    @Test
    void whatOnlyTheLowBitsTellIsLearntAndServed() {
        assertThat(balancedAccuracy(NORMALISED, true)).isGreaterThanOrEqualTo(0.95);
    }

    /** Chance is 0.5 with a deviation of 0.044 on 128 images. */
    @Test
    void cutToEightBitsThereIsNothingToLearn() {
        assertThat(balancedAccuracy(NORMALISED, false)).isLessThan(0.65);
    }

    /** It learns its training images by heart instead: a grain so much weaker than the anatomy needs normalisation. */
    @Test
    void withoutNormalisationItIsNotFound() {
        assertThat(balancedAccuracy(PLAIN, true)).isLessThan(0.65);
    }

    private double balancedAccuracy(Map<String, String> settings, boolean deep) {
        String name = "grain";
        Map<Split, List<Pixels>> images = new LinkedHashMap<>();
        images.put(Split.TRAIN, images(TRAIN, 1, deep));
        images.put(Split.VALIDATION, images(HELD_OUT, 2, deep));
        images.put(Split.TEST, images(HELD_OUT, 3, deep));
        ValueWindow window = deep ? window(images.get(Split.TRAIN)) : null;
        DatasetFrozen dataset = frozen(name, images, window);
        TrainedModel model = trained(dataset, images.get(Split.TRAIN), settings);
        new ModelObjects(objects).putSavedModel("m/" + name, model.savedModel().zip());
        var champion = new Champion(
                name,
                "m/" + name,
                LABELS,
                SHAPE,
                new HealthyReference(List.of(.5, .5), List.of(0., 0.), List.of(1., 1.), 10),
                window);
        var loader = new DjlClassifierLoader(
                objects, scratch, TensorFlowConfigs.defaults().sessionConfig());
        return new ServingTrial(loader, objects, new ImageFetcher(objects, fetchers, 1 << 20))
                .answers(champion, dataset, Split.TEST)
                .confusion()
                .balancedAccuracy();
    }

    private TrainedModel trained(DatasetFrozen dataset, List<Pixels> images, Map<String, String> settings) {
        List<TrainedModel> models = new ArrayList<>();
        List<TrainingProgressed> progress = new ArrayList<>();
        var ports = new TrainingPorts(
                (same, version) -> Optional.of(dataset),
                new DatasetPacks(objects),
                new TensorFlowNetworks(TensorFlowConfigs.defaults(), scratch),
                plan -> new Shuffled(plan, images),
                new ObjectStoreCheckpoints(objects),
                progress::add,
                models::add,
                EndedRun.Aftermath.NONE,
                clock,
                1);
        var config = new SmallRyeConfigBuilder()
                .withMapping(TrainingConfig.class)
                .build()
                .getConfigMapping(TrainingConfig.class);
        new TrainingService(ports, config, "trainer-1")
                .run(new TrainingRequested(
                        "run-" + dataset.dataset(),
                        "m",
                        dataset.dataset(),
                        "v1",
                        "custom",
                        settings,
                        7,
                        clock.instant()));
        assertThat(models).as("%s", progress).hasSize(1);
        return models.get(0);
    }

    /** The training images in another order in each epoch, as shards are written and read. */
    private record Shuffled(Plan plan, List<Pixels> images) implements ShardSource {

        @Override
        public void certain(int epochs) {
            // Nothing is made before it is taken.
        }

        @Override
        public Shard take(int epoch, int shard) {
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < images.size(); i++) {
                order.add(i);
            }
            java.util.Collections.shuffle(order, new java.util.Random(epoch));
            int first = shard * plan.imagesPerShard();
            List<Integer> taken = order.subList(first, first + plan.images(shard));
            Map<String, NpyArray> arrays = arrays(
                    plan.dataset().format(),
                    taken.stream().map(images::get).toList(),
                    taken.stream().mapToInt(i -> i % 2).toArray());
            float[] weights = new float[taken.size()];
            Arrays.fill(weights, 1);
            arrays.put("weights", NpyArray.ofFloats(weights, weights.length));
            return Shard.read(Npz.write(arrays), plan.dataset().format(), 2);
        }

        @Override
        public void close() {
            // Nothing is on order.
        }
    }

    private static Map<String, NpyArray> arrays(InputFormat format, List<Pixels> images, int[] labels) {
        byte[] packed = new byte[images.size() * format.imageBytes()];
        for (int i = 0; i < images.size(); i++) {
            images.get(i).copyTo(packed, i * format.imageBytes());
        }
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("images", format.array(packed, images.size()));
        arrays.put("labels", NpyArray.ofInts(labels, labels.length));
        return arrays;
    }

    /** Stores canonical images, manifest and packs as ingest does. */
    private DatasetFrozen frozen(String name, Map<Split, List<Pixels>> images, @Nullable ValueWindow window) {
        var format = new InputFormat(SHAPE, window);
        Map<Split, ClassDistribution> counts = new LinkedHashMap<>();
        List<DatasetFrozen.Pack> packs = new ArrayList<>();
        var manifest = new java.io.ByteArrayOutputStream();
        images.forEach((split, some) -> {
            int[] labels = new int[some.size()];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = i % 2;
                String id = ImageId.of(some.get(i));
                objects.put(Bucket.IMAGES, ObjectKeys.image(name, id), PngCodec.encode(some.get(i)), "image/png");
                manifest.writeBytes(EventCodec.write(new ManifestEntry(id, LABELS.name(labels[i]), labels[i], split)));
                manifest.write('\n');
            }
            var pack = new DatasetFrozen.Pack(split, ObjectKeys.pack(name, "v1", split, 0), labels.length);
            objects.put(Bucket.DATASETS, pack.objectKey(), Npz.write(arrays(format, some, labels)), "");
            packs.add(pack);
            counts.put(split, new ClassDistribution(List.of(labels.length / 2L, labels.length / 2L)));
        });
        objects.put(Bucket.DATASETS, ObjectKeys.manifest(name, "v1"), manifest.toByteArray(), "");
        return new DatasetFrozen(
                name,
                "v1",
                "0".repeat(64),
                ObjectKeys.manifest(name, "v1"),
                LABELS,
                "DX",
                SHAPE,
                counts,
                packs,
                List.of(),
                clock.instant(),
                window,
                null);
    }

    /** From the 0.1th to the 99.9th percentile. */
    private static ValueWindow window(List<Pixels> images) {
        int[] values = images.stream()
                .flatMapToInt(image ->
                        java.util.stream.IntStream.range(0, image.length()).map(image::sample))
                .sorted()
                .toArray();
        var window = new ValueWindow(
                values[values.length / 1000], values[values.length - 1 - values.length / 1000], "percentiles");
        assertThat(window.high() - window.low()).isGreaterThan(3000);
        return window;
    }

    private static List<Pixels> images(int count, long seed, boolean deep) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<Pixels> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            short[] samples = samples(random, 1 + i % 2);
            byte[] cut = new byte[samples.length];
            for (int j = 0; j < cut.length; j++) {
                cut[j] = (byte) (samples[j] >> LOW_BITS);
            }
            images.add(
                    deep
                            ? Pixels.ofShorts(SHAPE.width(), SHAPE.height(), samples)
                            : new Pixels(SHAPE.width(), SHAPE.height(), 1, cut));
        }
        return images;
    }

    /** Two waves across the whole range of 8 bits, and a grain below, of which one sample in ten is chance. */
    private static short[] samples(RandomGenerator random, int grain) {
        double across = random.nextDouble(0.05, 0.25);
        double down = random.nextDouble(0.05, 0.25);
        double phase = random.nextDouble(2 * Math.PI);
        double other = random.nextDouble(2 * Math.PI);
        int right = random.nextInt(2 * grain);
        int below = random.nextInt(2 * grain);
        short[] samples = new short[SHAPE.length()];
        for (int y = 0; y < SHAPE.height(); y++) {
            for (int x = 0; x < SHAPE.width(); x++) {
                double wave = Math.sin(across * x + phase) + Math.sin(down * y + other);
                int high = (int) Math.round(127.5 + 63.75 * wave);
                boolean set = random.nextInt(10) == 0
                        ? random.nextBoolean()
                        : ((x + right) / grain + (y + below) / grain) % 2 == 0;
                samples[y * SHAPE.width() + x] = (short) (high << LOW_BITS | (set ? 15 : 0));
            }
        }
        return samples;
    }
}

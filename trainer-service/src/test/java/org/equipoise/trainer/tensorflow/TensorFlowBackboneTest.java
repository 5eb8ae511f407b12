package org.equipoise.trainer.tensorflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.ModelDecided.HealthyReference;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.trainer.backbone.Backbone;
import org.equipoise.trainer.backbone.BackboneStore;
import org.equipoise.trainer.backbone.BackboneWeights;
import org.equipoise.trainer.backbone.InvalidBackboneException;
import org.equipoise.trainer.backbone.SavedModelReader;
import org.equipoise.trainer.backbone.WeightTensor;
import org.equipoise.trainer.checkpoint.ObjectStoreCheckpoints;
import org.equipoise.trainer.classifier.ClassProbabilities;
import org.equipoise.trainer.classifier.Classifier;
import org.equipoise.trainer.classifier.ImageBatch;
import org.equipoise.trainer.djl.DjlClassifierLoader;
import org.equipoise.trainer.pickle.PyTorchFile;
import org.equipoise.trainer.pickle.StateDictionaries;
import org.equipoise.trainer.registry.ModelObjects;
import org.equipoise.trainer.training.AugmentationExamination;
import org.equipoise.trainer.training.DatasetPacks;
import org.equipoise.trainer.training.EndedRun;
import org.equipoise.trainer.training.FrozenDatasets;
import org.equipoise.trainer.training.FrozenNetwork;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.RunFailedException;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.ShardSource;
import org.equipoise.trainer.training.TrainedModel;
import org.equipoise.trainer.training.TrainingConfig;
import org.equipoise.trainer.training.TrainingPorts;
import org.equipoise.trainer.training.TrainingService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.op.Ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The graph of a pretrained network beside loops over the same numbers, and what is served beside what was judged. */
class TensorFlowBackboneTest {

    private static final InputShape GREY = new InputShape(32, 32, 1);
    private static final LabelSet LABELS = new LabelSet(List.of("even", "odd"));

    private static final Map<String, String> BESIDE = Map.of(
            "network", "conv4",
            "companion", "backbone",
            "symmetry", "mirror",
            "calibration", "temperature",
            "batchSize", "12",
            "epochs", "2");

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final BackboneStore store = new BackboneStore(objects);

    @TempDir
    private Path scratch = Path.of("");

    private Backbone kept(Map<String, WeightTensor> arrays) {
        BackboneWeights weights = BackboneWeights.of(arrays);
        return store.add(Backbone.of("random", weights, "none", "a test", Instant.EPOCH), weights);
    }

    private TensorFlowBackbones backbones() {
        return new TensorFlowBackbones(store, TensorFlowConfigs.defaults(), scratch);
    }

    @Test
    void itSeesWhatLoopsOverTheSameNumbersSee() {
        Map<String, WeightTensor> arrays = StateDictionaries.lite0(3);
        int side = 36;
        byte[] colours = noise(side * side * 3, 1);
        var shape = new InputShape(side, side, 3);
        double[][][] scaled = new double[3][side][side];
        for (int i = 0; i < side * side; i++) {
            for (int c = 0; c < 3; c++) {
                scaled[c][i / side][i % side] = ((colours[3 * i + c] & 0xff) - 127) / 128.0;
            }
        }

        try (FrozenNetwork network = backbones().open(kept(arrays), InputFormat.bytes(shape), side)) {
            var images = new LabelledImages(shape, colours, new int[1]);
            float[] seen = network.features(images, 0, 1, false);
            float[] mirrored = network.features(images, 0, 1, true);
            double[] expected = new NaiveBackbone(arrays).features(scaled);

            assertThat(seen).hasSize(expected.length);
            for (int f = 0; f < seen.length; f++) {
                assertThat((double) seen[f]).as("feature %d", f).isEqualTo(expected[f], within(1e-3));
            }
            assertThat(Arrays.equals(mirrored, seen)).isFalse();
        }
    }

    @Test
    void whatCannotBeComputedIsAFailedRunInWords() {
        NativeLibrary.load();
        var shape = new InputShape(8, 8, 3);
        TensorFlowBackbone.Looking wrong = (tf, images, channels, side) -> tf.reshape(images, tf.array(-1, 7));

        try (var network = new TensorFlowBackbone(
                wrong,
                InputFormat.bytes(shape),
                32,
                TensorFlowConfigs.defaults().sessionConfig(),
                scratch,
                "CPU")) {
            assertThatThrownBy(() -> network.features(
                            new LabelledImages(shape, new byte[shape.length()], new int[1]), 0, 1, false))
                    .isInstanceOf(RunFailedException.class)
                    .hasMessageContaining("cannot look at images");
        }
    }

    /** What a graph holds natively is freed, so that it can no longer be used. */
    @Test
    void aGraphThatCannotBeBuiltIsClosed() {
        NativeLibrary.load();
        List<Ops> built = new ArrayList<>();
        TensorFlowBackbone.Looking broken = (tf, images, channels, side) -> {
            built.add(tf);
            throw new InvalidBackboneException("broken");
        };

        assertThatThrownBy(() -> new TensorFlowBackbone(
                        broken,
                        InputFormat.bytes(new InputShape(8, 8, 3)),
                        32,
                        TensorFlowConfigs.defaults().sessionConfig(),
                        scratch,
                        "CPU"))
                .hasMessage("broken");
        assertThatThrownBy(() -> built.get(0).constant(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatIsServedIsWhatWasJudgedInEightBits() {
        served(null, Map.of("symmetry", "mirror", "answerAdjustment", "1"));
    }

    @Test
    void whatIsServedIsWhatWasJudgedThroughAWindow() {
        served(new ValueWindow(1000, 3000, "stored"), Map.of());
    }

    @Test
    void whatIsServedIsWhatWasJudgedBesideATrainedNetwork() {
        served(null, BESIDE);
    }

    @Test
    void whatIsServedIsWhatWasJudgedBesideATrainedNetworkThroughAWindow() {
        served(new ValueWindow(1000, 3000, "stored"), BESIDE);
    }

    /** The pretrained network sees all 32 pixels, the trained one means of them. */
    @Test
    void whatIsServedIsWhatWasJudgedBesideANetworkThatSeesTheImagesReduced() {
        served(null, reduced());
    }

    @Test
    void whatIsServedIsWhatWasJudgedBesideANetworkThatSeesTheImagesReducedThroughAWindow() {
        served(new ValueWindow(1000, 3000, "stored"), reduced());
    }

    private static Map<String, String> reduced() {
        Map<String, String> reduced = new java.util.TreeMap<>(BESIDE);
        reduced.put("networkSide", "20");
        return reduced;
    }

    @Test
    void whatIsServedOfASavedModelIsWhatWasJudged() {
        SavedModelReader.Imported imported = SavedModelBackbonesTest.edges(32);
        store.add(Backbone.of("edges", imported, "none", "a test", Instant.EPOCH), imported);

        trainedAndServed(null, Map.of("symmetry", "mirror"));
    }

    private void served(@Nullable ValueWindow window, Map<String, String> more) {
        kept(StateDictionaries.lite0(3));
        trainedAndServed(window, more);
    }

    private void trainedAndServed(@Nullable ValueWindow window, Map<String, String> more) {
        DatasetFrozen dataset = stripes(window);
        List<TrainedModel> models = new ArrayList<>();
        List<TrainingProgressed> progress = new ArrayList<>();
        Map<String, String> settings = new java.util.TreeMap<>(Map.of("network", "backbone", "backboneSide", "32"));
        settings.putAll(more);
        var ports = new TrainingPorts(
                (name, version) -> Optional.of(dataset),
                new DatasetPacks(objects),
                new TensorFlowNetworks(TensorFlowConfigs.defaults(), scratch),
                backbones(),
                plan -> new PackShards(dataset),
                AugmentationExamination.NONE,
                new ObjectStoreCheckpoints(objects),
                progress::add,
                models::add,
                EndedRun.Aftermath.NONE,
                Clock.systemUTC(),
                1);
        var config = new SmallRyeConfigBuilder()
                .withMapping(TrainingConfig.class)
                .build()
                .getConfigMapping(TrainingConfig.class);
        new TrainingService(ports, config, "trainer-1")
                .run(new TrainingRequested("run", "m", "stripes", "v1", "custom", settings, 7, Instant.EPOCH));
        assertThat(models).as("%s", progress).hasSize(1);
        TrainedModel model = models.get(0);
        new ModelObjects(objects).putSavedModel("m/v", model.savedModel().zip());
        var champion = new Champion(
                "v",
                "m/v",
                LABELS,
                GREY,
                new HealthyReference(List.of(.5, .5), List.of(0., 0.), List.of(1., 1.), 10),
                window);
        var loader = new DjlClassifierLoader(
                objects, scratch, TensorFlowConfigs.defaults().sessionConfig());
        NpyArray packed = java.util.Objects.requireNonNull(Npz.read(objects.require(
                        Bucket.DATASETS, dataset.packs(Split.TEST).get(0).objectKey()))
                .get("images"));
        byte[] samples = window == null ? packed.bytes() : packed.unsignedShorts();

        assertThat(model.test().confusion().balancedAccuracy()).isGreaterThan(0.9);
        try (Classifier classifier = loader.load(champion)) {
            ClassProbabilities answers = classifier.classify(
                    ImageBatch.slice(champion.format(), samples, 0, model.test().size()));
            assertThat(answers.size()).isEqualTo(24);
            for (int i = 0; i < answers.size(); i++) {
                // As the gate compares them.
                assertThat(answers.row(i).get(1))
                        .as("image %d", i)
                        .isEqualTo((double) model.test().probability(i, 1), within(1e-5));
            }
        }
        // More images than such a network is asked about at once, as numbers that are fed.
        float[] fed = new float[samples.length];
        for (int i = 0; i < fed.length; i++) {
            fed[i] = samples[i] & 0xff;
        }
        if (window == null) {
            try (var asked = loader.feed(champion)) {
                float[] answers = asked.probabilities(fed, 24);
                assertThat(answers).hasSize(48);
                for (int i = 0; i < 24; i++) {
                    assertThat(answers[2 * i + 1]).isEqualTo(model.test().probability(i, 1), within(1e-5f));
                }
            }
        }
    }

    /** The training split as it is, as the one shard of every epoch. */
    private final class PackShards implements ShardSource {

        private final Shard shard;

        PackShards(DatasetFrozen dataset) {
            String key = dataset.packs(Split.TRAIN).get(0).objectKey();
            LabelledImages images =
                    LabelledImages.of(objects.require(Bucket.DATASETS, key), dataset.format(), LABELS.size());
            float[] weights = new float[images.size()];
            Arrays.fill(weights, 1);
            shard = new Shard(images.format(), images.pixels(), images.labels(), weights);
        }

        @Override
        public void certain(int epochs) {
            // There is one shard only.
        }

        @Override
        public Shard take(int epoch, int number) {
            return shard;
        }

        @Override
        public void close() {
            // Nothing is on order.
        }
    }

    /** Stripes of two widths in noise, in both splits and samples of 8 or 16 bits. */
    private DatasetFrozen stripes(@Nullable ValueWindow window) {
        List<DatasetFrozen.Pack> packs = new ArrayList<>();
        for (Split split : Split.values()) {
            int n = 24;
            int bytes = window == null ? 1 : 2;
            byte[] pixels = new byte[n * GREY.length() * bytes];
            int[] labels = new int[n];
            byte[] noise = noise(n * GREY.length(), split.ordinal() + 10);
            for (int i = 0; i < n; i++) {
                labels[i] = i % 2;
                for (int p = 0; p < GREY.length(); p++) {
                    int at = i * GREY.length() + p;
                    int level = (noise[at] & 0x3f) + ((p % 32) / (labels[i] == 0 ? 2 : 8) % 2 == 0 ? 40 : 150);
                    if (window == null) {
                        pixels[at] = (byte) level;
                    } else {
                        int deep = 1000 + level * 2000 / 255;
                        pixels[2 * at] = (byte) deep;
                        pixels[2 * at + 1] = (byte) (deep >> 8);
                    }
                }
            }
            var arrays = new LinkedHashMap<String, NpyArray>();
            arrays.put(
                    "images",
                    window == null
                            ? NpyArray.ofBytes(pixels, n, 32, 32, 1)
                            : NpyArray.ofUnsignedShorts(pixels, n, 32, 32, 1));
            arrays.put("labels", NpyArray.ofInts(labels, n));
            DatasetFrozen.Pack pack = FrozenDatasets.pack("stripes", split, n);
            objects.put(Bucket.DATASETS, pack.objectKey(), Npz.write(arrays), "x");
            packs.add(pack);
        }
        var even = new ClassDistribution(List.of(12L, 12L));
        return new DatasetFrozen(
                "stripes",
                "v1",
                "0".repeat(64),
                "stripes/v1/manifest.jsonl",
                LABELS,
                "OT",
                GREY,
                Map.of(Split.TRAIN, even, Split.VALIDATION, even, Split.TEST, even),
                packs,
                List.of(),
                Instant.EPOCH,
                window,
                null);
    }

    /** Published weights: what they see of an image differs from channel to channel, and none of it is stuck. */
    @Test
    void publishedWeightsSeeSomething() throws IOException {
        String file = System.getenv("EQUIPOISE_BACKBONE_FILE");
        assumeTrue(
                file != null,
                "EQUIPOISE_BACKBONE_FILE names no file of EfficientNet-Lite weights: published ones are not tested");
        BackboneWeights weights =
                BackboneWeights.of(new PyTorchFile(40L << 20).read(Files.readAllBytes(Path.of(file))));
        Backbone published = store.add(Backbone.of("published", weights, "unknown", "a file", Instant.EPOCH), weights);
        var shape = new InputShape(28, 28, 1);

        try (FrozenNetwork network = backbones().open(published, InputFormat.bytes(shape), 112)) {
            float[] seen =
                    network.features(new LabelledImages(shape, noise(2 * shape.length(), 4), new int[2]), 0, 2, false);

            int features = published.kind().features();
            assertThat(seen).hasSize(2 * features);
            int different = 0;
            for (int f = 0; f < features; f++) {
                assertThat(Float.isFinite(seen[f])).isTrue();
                different += seen[f] != seen[features + f] ? 1 : 0;
            }
            assertThat(different).isGreaterThan(features * 9 / 10);
        }
    }

    private static byte[] noise(int length, long seed) {
        byte[] bytes = new byte[length];
        var random = new SplittableRandom(seed);
        random.nextBytes(bytes);
        return bytes;
    }
}

package org.equipoise.trainer.tensorflow;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.training.LogitCorrection;
import org.equipoise.trainer.training.SavedModel;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.SplitPredictions;
import org.equipoise.trainer.training.Stripes;
import org.equipoise.trainer.training.TrainableNetwork;
import org.equipoise.trainer.training.TrainingMethods;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.types.TFloat32;

import static org.assertj.core.api.Assertions.assertThat;

class TensorFlowNetworkTest {

    private static final InputShape SHAPE = new InputShape(16, 16, 1);
    private static final List<Double> EVEN = List.of(1.0, 1.0, 1.0);
    private static final NetworkDescription NETWORK = NetworkDescription.articleCnn(SHAPE, 3, 0.3);
    private static final int BATCH = 32;

    @TempDir
    private Path scratch;

    @Test
    void stripesAreLearnedInAFewEpochs() {
        Shard shard = Stripes.shard(SHAPE, 192, EVEN, 1);
        Shard unseen = Stripes.shard(SHAPE, 96, EVEN, 2);
        try (var network = open(7)) {
            train(network, shard, 0, 60);

            float[] probabilities = network.probabilities(unseen, 0, unseen.size());

            var predictions = new SplitPredictions(3, unseen.labels(), probabilities);
            assertThat(predictions.confusion().balancedAccuracy()).isGreaterThan(0.9);
        }
    }

    @Test
    void theSameSeedGivesTheSameBits() {
        Shard shard = Stripes.shard(SHAPE, 96, EVEN, 1);

        byte[] first = trained(7, shard);
        byte[] second = trained(7, shard);
        byte[] other = trained(8, shard);

        assertThat(first).isEqualTo(second).isNotEqualTo(other);
    }

    @Test
    void aRunRestoredFromItsCheckpointContinuesWithTheSameBits() {
        Shard shard = Stripes.shard(SHAPE, 96, EVEN, 1);
        byte[] uninterrupted;
        byte[] half;
        try (var network = open(7)) {
            train(network, shard, 0, 5);
            half = network.checkpoint();
            train(network, shard, 5, 10);
            uninterrupted = network.checkpoint();
        }

        byte[] resumed;
        try (var network = open(7)) {
            network.restore(half);
            train(network, shard, 5, 10);
            resumed = network.checkpoint();
        }

        assertThat(resumed).isEqualTo(uninterrupted);
    }

    /** A class of weight 0 must not move the weights: the loss is weighted, not only reported. */
    @Test
    void anImageOfWeightZeroChangesNothing() {
        Shard weightless = Stripes.shard(SHAPE, 32, List.of(0.0, 0.0, 0.0), 1);
        try (var network = open(7)) {
            float[] before = network.probabilities(weightless, 0, 8);

            float loss = network.trainBatch(weightless, 0, 32, TrainingMethods.step(0, 1e-3))
                    .loss();

            assertThat(loss).isZero();
            assertThat(network.probabilities(weightless, 0, 8)).containsExactly(before);
        }
    }

    @Test
    void theLastBatchOfAShardMayBeSmaller() {
        Shard shard = Stripes.shard(SHAPE, 37, EVEN, 1);
        try (var network = open(7)) {
            float loss = network.trainBatch(shard, 32, 5, TrainingMethods.step(0, 1e-3))
                    .loss();

            assertThat(loss).isPositive();
            assertThat(network.probabilities(shard, 32, 5)).hasSize(15);
        }
    }

    @Test
    void theSavedModelAnswersBytesWithTheSameProbabilities() throws IOException {
        Shard shard = Stripes.shard(SHAPE, 96, EVEN, 1);
        float[] expected;
        SavedModel saved;
        try (var network = open(7)) {
            train(network, shard, 0, 6);
            expected = network.probabilities(shard, 0, 16);
            saved = network.export(LogitCorrection.none(3));
        }

        try (var bundle = SavedModelBundle.load(unzip(saved).toString(), "serve");
                var images = Tensors.images(shard, 0, 16);
                var result = bundle.function("serving_default").call(Map.of("images", images))) {
            var probabilities = (TFloat32) result.get("probabilities").orElseThrow();
            assertThat(Tensors.values(probabilities)).containsExactly(expected);
        }
    }

    @Test
    void theDeviceIsNamed() {
        try (var network = open(7)) {
            assertThat(network.device()).startsWith("CPU, ");
        }
    }

    private TrainableNetwork open(long seed) {
        var config = new SmallRyeConfigBuilder()
                .withMapping(TensorFlowConfig.class)
                .build()
                .getConfigMapping(TensorFlowConfig.class);
        return new TensorFlowNetworks(config, scratch).open(NETWORK, TrainingMethods.plain(3), seed);
    }

    private byte[] trained(long seed, Shard shard) {
        try (var network = open(seed)) {
            train(network, shard, 0, 6);
            return network.checkpoint();
        }
    }

    private static void train(TrainableNetwork network, Shard shard, long fromStep, long toStep) {
        int batches = shard.size() / BATCH;
        for (long step = fromStep; step < toStep; step++) {
            network.trainBatch(shard, (int) (step % batches) * BATCH, BATCH, TrainingMethods.step(step, 1e-3));
        }
    }

    private Path unzip(SavedModel saved) throws IOException {
        Path folder = scratch.resolve("unzipped");
        try (var zip = new ZipInputStream(new ByteArrayInputStream(saved.zip()))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = folder.resolve(entry.getName());
                Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
                Files.copy(zip, file);
            }
        }
        return folder;
    }
}

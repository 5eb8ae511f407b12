package org.equipoise.trainer.tensorflow;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipInputStream;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.trainer.loss.ClassWeights;
import org.equipoise.trainer.loss.Loss;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.network.Symmetry;
import org.equipoise.trainer.optimisation.GradientClipping;
import org.equipoise.trainer.optimisation.Optimiser;
import org.equipoise.trainer.training.SavedModel;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.TrainableNetwork;
import org.equipoise.trainer.training.TrainingMethod;
import org.equipoise.trainer.training.TrainingMethods;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.types.TFloat32;

/** Networks for images of stripes in three classes, trained for a few steps. */
final class StripedNetworks {

    static final InputShape SHAPE = new InputShape(16, 16, 1);
    static final List<Double> EVEN = List.of(1.0, 1.0, 1.0);
    static final NetworkDescription NETWORK = NetworkDescription.articleCnn(SHAPE, 3, 0.3);

    /** What is served computes with constants, folded: it rounds otherwise than what is trained. */
    static final float ROUNDED = 1e-6f;

    static final int BATCH = 32;
    static final TrainingMethod AVERAGED = new TrainingMethod(
            Loss.crossEntropy(ClassWeights.none(3)).withLabelSmoothing(0.02),
            Optimiser.adamW(0.01),
            new GradientClipping(5),
            true,
            Symmetry.NONE);

    private final Path scratch;

    /** @param scratch where checkpoints and saved models may lie */
    StripedNetworks(Path scratch) {
        this.scratch = scratch;
    }

    /** One of every kind. */
    static List<NetworkDescription> descriptions() {
        return List.of(
                NETWORK,
                NetworkDescription.conv4(SHAPE, 3, 0.2),
                NetworkDescription.residual(SHAPE, 3, 0.2, 8, 16),
                NetworkDescription.residual(SHAPE, 3, 0.2, 10, 16),
                NetworkDescription.residual(SHAPE, 3, 0.2, 8, 16).ensemble(2));
    }

    Path scratch() {
        return scratch;
    }

    TrainableNetwork open(long seed) {
        return open(NETWORK, TrainingMethods.plain(3), seed);
    }

    TrainableNetwork open(NetworkDescription description, TrainingMethod method, long seed) {
        return new TensorFlowNetworks(TensorFlowConfigs.defaults(), scratch).open(description, method, seed);
    }

    /** Batch after batch, from the shard's beginning again when it is over. */
    static void train(TrainableNetwork network, Shard shard, long fromStep, long toStep) {
        int batches = shard.size() / BATCH;
        for (long step = fromStep; step < toStep; step++) {
            network.trainBatch(shard, (int) (step % batches) * BATCH, BATCH, TrainingMethods.step(step, 1e-3));
        }
    }

    /** The checkpoint of six steps. */
    byte[] trained(long seed, Shard shard) {
        try (var network = open(seed)) {
            train(network, shard, 0, 6);
            return network.checkpoint();
        }
    }

    /** The checkpoint of four steps, in which weights are averaged. */
    byte[] trained(NetworkDescription description, long seed, Shard shard) {
        try (var network = open(description, AVERAGED, seed)) {
            train(network, shard, 0, 4);
            return network.checkpoint();
        }
    }

    /** What a saved model answers of the first images. */
    float[] answers(SavedModel saved, Shard shard, int count) throws IOException {
        try (var bundle = SavedModelBundle.load(unzip(saved).toString(), "serve");
                var images = Tensors.images(shard, 0, count);
                var result = bundle.function("serving_default").call(Map.of("images", images))) {
            return Tensors.values((TFloat32) result.get("probabilities").orElseThrow());
        }
    }

    Path unzip(SavedModel saved) throws IOException {
        Path folder = Files.createTempDirectory(scratch, "unzipped");
        try (var zip = new ZipInputStream(new ByteArrayInputStream(saved.zip()))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = folder.resolve(entry.getName());
                Files.createDirectories(Objects.requireNonNull(file.getParent()));
                Files.copy(zip, file);
            }
        }
        return folder;
    }
}

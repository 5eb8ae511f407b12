package org.equipoise.trainer.djl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.tensorflow.TensorFlowConfigs;
import org.equipoise.trainer.tensorflow.TensorFlowNetworks;
import org.equipoise.trainer.training.LogitCorrection;
import org.equipoise.trainer.training.SavedModel;
import org.equipoise.trainer.training.TrainableNetwork;
import org.equipoise.trainer.training.TrainingMethods;

/** Saved models for tests, exported the way training exports them. */
public final class SavedModels {

    private SavedModels() {}

    /** The article's network with its first weights. */
    public static SavedModel untrained(InputShape shape, int classes, long seed) {
        try (TrainableNetwork network = network(shape, classes, seed)) {
            return network.export(LogitCorrection.none(classes));
        }
    }

    /** The same, still open. */
    public static TrainableNetwork network(InputShape shape, int classes, long seed) {
        return network(InputFormat.bytes(shape), classes, seed);
    }

    /** The same for samples of this format. */
    public static TrainableNetwork network(InputFormat format, int classes, long seed) {
        try {
            Path scratch = Files.createDirectories(Path.of("target", "scratch"));
            return new TensorFlowNetworks(TensorFlowConfigs.defaults(), scratch)
                    .open(
                            NetworkDescription.articleCnn(format.shape(), classes, 0)
                                    .seenThrough(format.window()),
                            TrainingMethods.plain(classes),
                            seed);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a scratch folder", e);
        }
    }
}

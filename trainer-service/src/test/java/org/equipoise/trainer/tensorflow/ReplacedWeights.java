package org.equipoise.trainer.tensorflow;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.training.TrainingMethod;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;

/** Networks whose weights a test chooses. */
final class ReplacedWeights {

    private ReplacedWeights() {}

    /** A checkpoint of a new network of seed 7, but for some weights: one value for all of a weight, or every value. */
    static byte[] checkpoint(
            NetworkDescription description, TrainingMethod method, Path scratch, Map<String, float[]> replaced) {
        try (var training = new TrainingGraph(description, method, 7);
                var session = new Session(training.graph);
                var folder = new ScratchFolder(scratch)) {
            session.run(training.initialise);
            Ops tf = Ops.create(training.graph);
            replaced.forEach((name, values) -> {
                var weight = Objects.requireNonNull(training.trained.get(name), name);
                Shape shape = weight.shape();
                var all = values.length == 1
                        ? tf.fill(tf.constant(shape.asArray()), tf.constant(values[0]))
                        : tf.constant(shape, DataBuffers.of(values));
                session.run(tf.assign(weight, all));
            });
            session.save(folder.path().resolve("checkpoint").toString());
            return ScratchFolder.zip(folder.path());
        }
    }
}

package org.equipoise.trainer.tensorflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.trainer.features.LinearHead;
import org.equipoise.trainer.features.Standardisation;
import org.equipoise.trainer.training.FrozenNetwork;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.LogitCorrection;
import org.equipoise.trainer.training.RunFailedException;
import org.equipoise.trainer.training.SavedModel;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/** A pretrained network in a TensorFlow session. Not thread-safe; closes every native handle it makes. */
final class TensorFlowBackbone implements FrozenNetwork {

    /** Images at once, at a side of {@value #BATCH_SIDE}: its widest layer takes 1.2 MB of each. */
    private static final int BATCH = 64;

    private static final int BATCH_SIDE = 112;

    /** Of whatever is made most, of all images at once: what {@value #BATCH} take at that side, and a little. */
    private static final long MOST_BATCH_BYTES = 80L << 20;

    private static final int LEFT_RIGHT = 2;

    /** That so many images may take. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Looking looking;
    private final InputFormat format;
    private final int side;
    private final int batch;
    private final Path scratch;
    private final String device;
    private final Graph graph;
    private final Session session;
    private final Operand<? extends TNumber> images;
    private final Placeholder<TInt32> reversed;
    private final Operand<TFloat32> features;

    /** A pretrained network as operations of a graph. */
    @FunctionalInterface
    interface Looking {
        /**
         * What is seen of images, {@code [n, features]}.
         *
         * @param images of 0 to 1, {@code [n, height, width, channels]}
         * @param side pixels that they are resized to
         */
        Operand<TFloat32> features(Ops tf, Operand<TFloat32> images, int channels, int side);

        /** Bytes of whatever is made most of an image of that side, where it may be more than of the side's own. */
        default long bytesOfAnImage(int side) {
            return 0;
        }
    }

    TensorFlowBackbone(Looking looking, InputFormat format, int side, ConfigProto config, Path scratch, String device) {
        this.looking = looking;
        this.format = format;
        this.side = side;
        batch = batch(side, looking.bytesOfAnImage(side));
        this.scratch = scratch;
        this.device = device;
        graph = new Graph();
        try {
            Ops tf = Ops.create(graph);
            images = TrainingGraph.images(tf, format);
            reversed = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));
            features = features(tf, tf.reverse(NetworkGraph.seen(tf, format.window(), images), reversed));
            session = new Session(
                    graph,
                    config.toBuilder()
                            .setOperationTimeoutInMs(PATIENCE.toMillis())
                            .build());
        } catch (RuntimeException e) {
            graph.close();
            throw e;
        }
    }

    private Operand<TFloat32> features(Ops tf, Operand<TFloat32> seen) {
        return looking.features(tf, seen, format.shape().channels(), side);
    }

    @Override
    public float[] features(LabelledImages source, int from, int count, boolean mirrored) {
        try (var batch = Tensors.images(source, from, count);
                var axes = mirrored ? TInt32.vectorOf(LEFT_RIGHT) : TInt32.vectorOf();
                Result result = session.runner()
                        .feed(images, batch)
                        .feed(reversed, axes)
                        .fetch(features)
                        .run()) {
            return Tensors.values((TFloat32) result.get(0));
        } catch (RuntimeException e) {
            // Some of TensorFlow's are an IllegalArgumentException, or of another kind of Java's.
            throw new RunFailedException("the pretrained network cannot look at images: " + e.getMessage());
        }
    }

    @Override
    public int batch() {
        return batch;
    }

    /** Images of a side that are looked at at once, at most. */
    static int mostImages(int side) {
        return Math.max(1, Math.min(BATCH, BATCH * BATCH_SIDE * BATCH_SIDE / (side * side)));
    }

    private static int batch(int side, long bytesOfAnImage) {
        return (int) Math.max(1, Math.min(mostImages(side), MOST_BATCH_BYTES / Math.max(1, bytesOfAnImage)));
    }

    @Override
    public SavedModel export(
            Standardisation standardisation, LinearHead head, boolean mirror, LogitCorrection correction) {
        try (var folder = new ScratchFolder(scratch);
                var serving = new Graph()) {
            Ops tf = Ops.create(serving);
            var input = TrainingGraph.images(tf, format);
            Operand<TFloat32> logits =
                    logits(tf, NetworkGraph.seen(tf, format.window(), input), standardisation, head, mirror);
            var probabilities =
                    tf.withName("probabilities").nn.softmax(TensorFlowNetwork.corrected(tf, logits, correction));
            Files.write(
                    folder.path().resolve("saved_model.pb"),
                    ServingGraph.savedModel(serving, "images", input, "probabilities", probabilities));
            return new SavedModel(ScratchFolder.zip(folder.path()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the saved model", e);
        }
    }

    /**
     * Logits {@code [n, K]} of a classifier of what is seen, as constants and operations of any graph.
     *
     * @param samples of 0 to 1
     * @param mirror whether they are averaged over an image and its mirror image
     */
    Operand<TFloat32> logits(
            Ops tf, Operand<TFloat32> samples, Standardisation standardisation, LinearHead head, boolean mirror) {
        if (!mirror) {
            return logits(tf, features(tf, samples), standardisation, head);
        }
        var mirrored = tf.reverse(samples, tf.constant(new int[] {LEFT_RIGHT}));
        var both = tf.concat(List.of(samples, mirrored), tf.constant(0));
        var logits = logits(tf, features(tf, both), standardisation, head);
        return tf.math.mean(tf.reshape(logits, tf.constant(new int[] {2, -1, head.classes()})), tf.constant(0));
    }

    private static Operand<TFloat32> logits(
            Ops tf, Operand<TFloat32> features, Standardisation standardisation, LinearHead head) {
        var standardised = tf.math.mul(
                tf.math.sub(features, tf.constant(standardisation.means())), tf.constant(standardisation.factors()));
        float[][] kernel = new float[head.features()][head.classes()];
        float[] bias = new float[head.classes()];
        for (int k = 0; k < head.classes(); k++) {
            bias[k] = (float) head.biases()[k];
            for (int f = 0; f < head.features(); f++) {
                kernel[f][k] = (float) head.weights()[k * head.features() + f];
            }
        }
        return tf.nn.biasAdd(
                tf.linalg.matMul(standardised, tf.withName("classifier_kernel").constant(kernel)),
                tf.withName("classifier_bias").constant(bias));
    }

    @Override
    public String device() {
        return device;
    }

    @Override
    public void close() {
        session.close();
        graph.close();
    }
}

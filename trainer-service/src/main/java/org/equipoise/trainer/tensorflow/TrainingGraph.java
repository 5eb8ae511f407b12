package org.equipoise.trainer.tensorflow;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.trainer.network.NetworkDescription;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;

/** The graph of a network in training: a tower with dropout and loss, a tower that answers, and Adam. */
final class TrainingGraph implements AutoCloseable {

    final Graph graph = new Graph();
    final Placeholder<TUint8> images;
    final Placeholder<TInt32> labels;
    final Placeholder<TFloat32> imageWeights;
    final Placeholder<TFloat32> learningRate;
    final Placeholder<TFloat32> beta1Power;
    final Placeholder<TFloat32> beta2Power;
    final Placeholder<TInt64> dropoutSeed;
    final Operand<TFloat32> loss;
    final Operand<TFloat32> probabilities;
    final Op step;
    final Op initialise;

    TrainingGraph(NetworkDescription description, long seed) {
        Ops tf = Ops.create(graph);
        images = images(tf, description.input());
        labels = tf.withName("labels").placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));
        imageWeights = tf.withName("weights").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
        learningRate = scalar(tf, "learning_rate");
        beta1Power = scalar(tf, "beta1_power");
        beta2Power = scalar(tf, "beta2_power");
        dropoutSeed = tf.withName("dropout_seed").placeholder(TInt64.class, Placeholder.shape(Shape.of(2)));
        var weights = new Weights(tf, seed);
        var network = new ArticleCnn(tf, weights, description);
        loss = loss(tf, network.logits(images, dropoutSeed), description.classes());
        probabilities = tf.nn.softmax(network.logits(images, null));
        step = Adam.step(graph, tf, weights, loss, learningRate, beta1Power, beta2Power);
        initialise = weights.initialise();
    }

    /** The input that training and serving share. */
    static Placeholder<TUint8> images(Ops tf, InputShape input) {
        return tf.withName("images")
                .placeholder(
                        TUint8.class, Placeholder.shape(Shape.of(-1, input.height(), input.width(), input.channels())));
    }

    private Operand<TFloat32> loss(Ops tf, Operand<TFloat32> logits, int classes) {
        // One-hot because the sparse form has no gradient in TensorFlow's C API.
        var oneHot = tf.oneHot(labels, tf.constant(classes), tf.constant(1f), tf.constant(0f));
        var crossEntropy = tf.nn.softmaxCrossEntropyWithLogits(logits, oneHot).loss();
        return tf.math.mean(tf.math.mul(crossEntropy, imageWeights), tf.constant(0));
    }

    private static Placeholder<TFloat32> scalar(Ops tf, String name) {
        return tf.withName(name).placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    }

    @Override
    public void close() {
        graph.close();
    }
}

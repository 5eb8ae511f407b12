package org.equipoise.trainer.network;

import java.util.ArrayList;
import java.util.List;

import org.equipoise.common.imaging.InputShape;

/**
 * A network layer by layer.
 *
 * @param input what it is fed
 * @param classes number of outputs, K, at least 2
 * @param dropout fraction of the last hidden layer's units left out in a training step, in [0, 0.9]
 * @param layers from input to output
 */
public record NetworkDescription(InputShape input, int classes, double dropout, List<Layer> layers) {

    /** Output channels of the first convolution. */
    public static final int FIRST_CHANNELS = 32;

    /** Output channels of the second convolution. */
    public static final int SECOND_CHANNELS = 64;

    /** Units of the dense layer. */
    public static final int DENSE_UNITS = 128;

    /** Side of the convolution kernels. */
    public static final int KERNEL = 3;

    /**
     * One layer.
     *
     * @param kind what it does, in words
     * @param outputShape of one image, {@code [height, width, channels]} or {@code [units]}
     * @param parameters trained numbers
     * @param multiplyAdds multiplications with addition for one image, forward
     */
    public record Layer(String name, String kind, List<Integer> outputShape, long parameters, long multiplyAdds) {

        public Layer {
            outputShape = List.copyOf(outputShape);
        }
    }

    public NetworkDescription {
        layers = List.copyOf(layers);
        if (classes < 2) {
            throw new IllegalArgumentException("need at least two classes, got " + classes);
        }
        if (!(dropout >= 0 && dropout <= 0.9)) {
            throw new IllegalArgumentException("dropout must be in [0, 0.9], got " + dropout);
        }
    }

    /**
     * The article's network: two 3x3 convolutions of 32 and 64 channels, each with ReLU and 2x2 max pooling, then 128
     * dense units with ReLU and dropout, then one logit per class.
     */
    public static NetworkDescription articleCnn(InputShape input, int classes, double dropout) {
        int height = input.height();
        int width = input.width();
        List<Layer> layers = new ArrayList<>();
        layers.add(convolution("conv1", height, width, input.channels(), FIRST_CHANNELS));
        layers.add(pool("pool1", height / 2, width / 2, FIRST_CHANNELS));
        layers.add(convolution("conv2", height / 2, width / 2, FIRST_CHANNELS, SECOND_CHANNELS));
        layers.add(pool("pool2", height / 4, width / 4, SECOND_CHANNELS));
        int flat = (height / 4) * (width / 4) * SECOND_CHANNELS;
        layers.add(dense("dense1", "dense, ReLU", flat, DENSE_UNITS));
        layers.add(dense("dense2", "dense, softmax", DENSE_UNITS, classes));
        return new NetworkDescription(input, classes, dropout, layers);
    }

    /** Trained numbers of all layers. */
    public long parameters() {
        return layers.stream().mapToLong(Layer::parameters).sum();
    }

    /** Multiplications with addition for one image, forward. */
    public long multiplyAdds() {
        return layers.stream().mapToLong(Layer::multiplyAdds).sum();
    }

    private static Layer convolution(String name, int height, int width, int in, int out) {
        long weights = (long) KERNEL * KERNEL * in * out;
        return new Layer(
                name, "convolution 3x3, ReLU", List.of(height, width, out), weights + out, weights * height * width);
    }

    private static Layer pool(String name, int height, int width, int channels) {
        return new Layer(name, "max pooling 2x2", List.of(height, width, channels), 0, 0);
    }

    private static Layer dense(String name, String kind, int in, int out) {
        return new Layer(name, kind, List.of(out), (long) in * out + out, (long) in * out);
    }
}

package org.equipoise.trainer.network;

import java.util.List;

import org.equipoise.common.imaging.InputShape;

/**
 * One layer of a network, with what it costs.
 *
 * @param kind what it does, in words
 * @param outputShape of one image, {@code [height, width, channels]} or {@code [units]}
 * @param parameters trained numbers
 * @param multiplyAdds multiplications with addition for one image, forward; normalisation, pooling and what reduces
 *     images are not counted
 */
public record Layer(String name, String kind, List<Integer> outputShape, long parameters, long multiplyAdds) {

    public Layer {
        outputShape = List.copyOf(outputShape);
    }

    /** A convolution with a bias. */
    static Layer convolution(String name, int height, int width, int in, int out) {
        long weights = 9L * in * out;
        return new Layer(
                name, "convolution 3x3, ReLU", List.of(height, width, out), weights + out, weights * height * width);
    }

    /** A convolution without bias, its normalisation with scale and shift. */
    static Layer normalised(String name, int side, int height, int width, int in, int out) {
        long weights = (long) side * side * in * out;
        return new Layer(
                name,
                "convolution " + side + "x" + side + ", batch normalisation",
                List.of(height, width, out),
                weights + 2L * out,
                weights * height * width);
    }

    /** A convolution of a pretrained network, which is not trained; {@code in} is 1 where each channel is alone. */
    public static Layer frozen(String name, int imageSide, int side, int in, int out) {
        return new Layer(
                name,
                "convolution " + side + "x" + side + ", pretrained",
                List.of(imageSide, imageSide, out),
                0,
                (long) side * side * in * out * imageSide * imageSide);
    }

    /** A pretrained network that came as a graph: what it multiplies is not counted. */
    public static Layer graph(String name, int features) {
        return new Layer(name, "a graph, pretrained", List.of(features), 0, 0);
    }

    /** The last layer, of features. */
    public static Layer classifier(int features, int classes) {
        return dense("classifier", "dense, softmax", features, classes);
    }

    /** Means over areas, before the first layer; nothing is trained. */
    static Layer reduction(InputShape to) {
        return new Layer("reduced", "mean over areas", List.of(to.height(), to.width(), to.channels()), 0, 0);
    }

    static Layer pool(String name, int height, int width, int channels) {
        return new Layer(name, "max pooling 2x2", List.of(height, width, channels), 0, 0);
    }

    static Layer average(String name, int channels) {
        return new Layer(name, "mean over the image", List.of(channels), 0, 0);
    }

    static Layer dense(String name, String kind, int in, int out) {
        return new Layer(name, kind, List.of(out), (long) in * out + out, (long) in * out);
    }
}

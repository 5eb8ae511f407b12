package org.equipoise.trainer.tensorflow;

import java.util.ArrayList;
import java.util.List;

import org.equipoise.trainer.backbone.BackboneArchitecture;
import org.equipoise.trainer.backbone.BackboneWeights;
import org.equipoise.trainer.backbone.FrozenConvolution;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.ResizeBilinear;
import org.tensorflow.types.TFloat32;

/** A pretrained network as operations of a graph, its weights constants of it. */
final class BackboneGraph {

    private static final int COLOURS = 3;

    private final Ops tf;
    private final BackboneWeights weights;

    BackboneGraph(Ops tf, BackboneWeights weights) {
        this.tf = tf;
        this.weights = weights;
    }

    /**
     * What is seen of images: of each stage that is looked at, the mean of each channel over the image, then its
     * deviation: {@code [n, features]}.
     *
     * @param images of 0 to 1, {@code [n, height, width, channels]}
     * @param channels 1 or 3; grey is every colour
     * @param side pixels that they are resized to
     */
    Operand<TFloat32> features(Operand<TFloat32> images, int channels, int side) {
        Operand<TFloat32> x = coloured(tf, images, channels, side);
        x = tf.math.sub(tf.math.mul(x, tf.constant((float) (255 / BackboneArchitecture.SCALE))), tf.constant((float)
                (BackboneArchitecture.OFFSET / BackboneArchitecture.SCALE)));
        List<Operand<TFloat32>> seen = new ArrayList<>();
        x = convolution(weights.architecture().stem(), x);
        for (BackboneArchitecture.Block block : weights.architecture().usedBlocks()) {
            x = block(block, x);
            if (BackboneArchitecture.looked(block)) {
                look(x, seen);
            }
        }
        return tf.concat(seen, tf.constant(1));
    }

    /** Resized, and grey in every colour. */
    static Operand<TFloat32> coloured(Ops tf, Operand<TFloat32> images, int channels, int side) {
        Operand<TFloat32> x = tf.image.resizeBilinear(
                images, tf.constant(new int[] {side, side}), ResizeBilinear.halfPixelCenters(true));
        return channels == 1 ? tf.tile(x, tf.constant(new int[] {1, 1, 1, COLOURS})) : x;
    }

    private void look(Operand<TFloat32> x, List<Operand<TFloat32>> seen) {
        var place = tf.constant(new int[] {1, 2});
        var mean = tf.math.mean(x, place);
        var centre = tf.expandDims(tf.expandDims(mean, tf.constant(1)), tf.constant(1));
        seen.add(mean);
        seen.add(tf.math.sqrt(tf.math.mean(tf.math.squaredDifference(x, centre), place)));
    }

    private Operand<TFloat32> block(BackboneArchitecture.Block block, Operand<TFloat32> x) {
        FrozenConvolution expand = block.expand();
        Operand<TFloat32> y = expand == null ? x : convolution(expand, x);
        y = convolution(block.project(), convolution(block.depthwise(), y));
        return block.past() ? tf.math.add(y, x) : y;
    }

    private Operand<TFloat32> convolution(FrozenConvolution layer, Operand<TFloat32> x) {
        long[] shape =
                layer.kernelShape().stream().mapToLong(Integer::longValue).toArray();
        Operand<TFloat32> kernel = tf.withName(layer.name() + "_kernel")
                .constant(Shape.of(shape), DataBuffers.of(weights.kernel(layer), true, false));
        Operand<TFloat32> bias = tf.withName(layer.name() + "_bias")
                .constant(Shape.of(layer.out()), DataBuffers.of(weights.bias(layer), true, false));
        List<Long> strides = List.of(1L, (long) layer.stride(), (long) layer.stride(), 1L);
        Operand<TFloat32> y = layer.depthwise()
                ? tf.nn.depthwiseConv2dNative(x, kernel, strides, "SAME")
                : tf.nn.conv2d(x, kernel, strides, "SAME");
        y = tf.nn.biasAdd(y, bias);
        return layer.rectified() ? tf.nn.relu6(y) : y;
    }
}

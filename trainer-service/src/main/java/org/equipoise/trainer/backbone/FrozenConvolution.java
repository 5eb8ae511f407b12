package org.equipoise.trainer.backbone;

import java.util.List;

/**
 * A convolution with the batch normalisation behind it, padded so that only the stride makes the image smaller, as
 * TensorFlow's {@code SAME} does.
 *
 * @param name here, e.g. {@code block3_expand}
 * @param weights name of its kernel in a state dictionary, {@code [out, in, side, side]}
 * @param normalisation beginning of the names of its batch normalisation there
 * @param depthwise whether each channel is convolved alone; then {@code in} is {@code out}
 * @param side of the kernel, pixels
 * @param stride 1 or 2
 * @param rectified whether what comes out is cut to 0 to 6
 */
public record FrozenConvolution(
        String name,
        String weights,
        String normalisation,
        boolean depthwise,
        int side,
        int stride,
        int in,
        int out,
        boolean rectified) {

    /** As PyTorch keeps it. */
    List<Integer> sourceShape() {
        return List.of(out, depthwise ? 1 : in, side, side);
    }

    /** As TensorFlow takes it: height, width, channels in, channels out; of a depthwise one 1 out of each in. */
    public List<Integer> kernelShape() {
        return List.of(side, side, in, depthwise ? 1 : out);
    }

    /** Numbers of the kernel. */
    int kernelSize() {
        return side * side * in * (depthwise ? 1 : out);
    }
}

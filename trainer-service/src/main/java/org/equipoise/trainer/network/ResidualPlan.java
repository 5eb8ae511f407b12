package org.equipoise.trainer.network;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the blocks of a residual network lie (He et al., CVPR 2016, fitted to small images): a 3x3 convolution, stages
 * of blocks of two 3x3 convolutions, each stage with twice the channels at half the side.
 *
 * <p>Depth counts the convolutions of the main path and the classifier: {@code 2 + 2 * blocks}. Images of
 * {@value #STEM_STRIDE_SIDE} pixels or more are halved by the first convolution already: full resolution would cost
 * four times as much for detail that the next stage averages away.
 *
 * @param stemStride 1 or 2
 * @param blocks in order
 * @see <a href="https://doi.org/10.1109/CVPR.2016.90">He et al., Deep Residual Learning</a>
 */
public record ResidualPlan(int stemStride, List<Block> blocks) {

    /** From this side on the first convolution has stride 2. */
    static final int STEM_STRIDE_SIDE = 48;

    /** Depths that can be built. */
    public static final List<Integer> DEPTHS = List.of(8, 10, 14, 18);

    /** Channels that the first stage may have; those below 16 show what a network that is too small does. */
    public static final List<Integer> WIDTHS = List.of(2, 4, 8, 16, 32, 64);

    /**
     * Two convolutions and a way past them.
     *
     * @param name e.g. {@code stage2_block1}
     * @param stride of its first convolution, 1 or 2
     */
    public record Block(String name, int in, int out, int stride) {

        /** Whether the way past needs a 1x1 convolution to fit. */
        public boolean projects() {
            return stride != 1 || in != out;
        }
    }

    public ResidualPlan {
        blocks = List.copyOf(blocks);
    }

    /**
     * The plan of a network.
     *
     * @throws IllegalArgumentException unless depth and width are among {@link #DEPTHS} and {@link #WIDTHS}
     */
    public static ResidualPlan of(int side, int depth, int width) {
        if (!DEPTHS.contains(depth)) {
            throw new IllegalArgumentException("a residual network's depth is one of " + DEPTHS + ", got " + depth);
        }
        if (!WIDTHS.contains(width)) {
            throw new IllegalArgumentException("a residual network's width is one of " + WIDTHS + ", got " + width);
        }
        int stages = depth == 10 || depth == 18 ? 4 : 3;
        int blocksPerStage = (depth - 2) / 2 / stages;
        List<Block> blocks = new ArrayList<>();
        int in = width;
        for (int stage = 0; stage < stages; stage++) {
            int out = width << stage;
            for (int b = 0; b < blocksPerStage; b++) {
                int stride = stage > 0 && b == 0 ? 2 : 1;
                blocks.add(new Block("stage" + (stage + 1) + "_block" + (b + 1), in, out, stride));
                in = out;
            }
        }
        return new ResidualPlan(side >= STEM_STRIDE_SIDE ? 2 : 1, blocks);
    }

    /** Channels after the last block. */
    public int features() {
        return blocks.get(blocks.size() - 1).out();
    }
}

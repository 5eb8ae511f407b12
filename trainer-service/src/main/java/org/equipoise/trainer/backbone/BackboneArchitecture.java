package org.equipoise.trainer.backbone;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Pretrained networks that can be used: EfficientNet-Lite, the small EfficientNets without squeeze-and-excitation and
 * with ReLU6. Its stem and its last layers have the same width in all of them.
 *
 * @see <a href="https://arxiv.org/abs/1905.11946">Tan and Le, EfficientNet, ICML 2019</a>
 */
public enum BackboneArchitecture implements BackboneKind {
    @JsonProperty("efficientnet-lite0")
    EFFICIENTNET_LITE0(1, 1),
    @JsonProperty("efficientnet-lite1")
    EFFICIENTNET_LITE1(1, 1.1),
    @JsonProperty("efficientnet-lite2")
    EFFICIENTNET_LITE2(1.1, 1.2);

    /** Channels of the first convolution. */
    private static final int STEM = 32;

    /** Channels are a multiple of this. */
    private static final int DIVISOR = 8;

    /** Blocks, side of the kernel, stride of the first block, widening, channels; of the unscaled network. */
    private record Stage(int blocks, int side, int stride, int widening, int out) {}

    private static final List<Stage> STAGES = List.of(
            new Stage(1, 3, 1, 1, 16),
            new Stage(2, 3, 2, 6, 24),
            new Stage(2, 5, 2, 6, 40),
            new Stage(3, 3, 2, 6, 80),
            new Stage(3, 5, 1, 6, 112),
            new Stage(4, 5, 2, 6, 192),
            new Stage(1, 3, 1, 6, 320));

    /** Stages whose ends are looked at, counted from 1: from edges and textures to parts of things. */
    public static final int FIRST_STAGE = 3;

    /** The last of them; what comes after it is not computed. */
    public static final int LAST_STAGE = 6;

    /** The mean that they were trained with, of every channel, of values of 0 to 255. */
    public static final double OFFSET = 127;

    /** The deviation that they were trained with, of every channel. */
    public static final double SCALE = 128;

    private final double width;
    private final double depth;

    BackboneArchitecture(double width, double depth) {
        this.width = width;
        this.depth = depth;
    }

    /**
     * A block: widened, convolved channel by channel, narrowed; with a way past it where nothing changes its shape.
     *
     * @param stage counted from 1
     * @param expand absent where the block does not widen
     * @param endsStage whether it is the stage's last one
     */
    public record Block(
            int stage,
            @Nullable FrozenConvolution expand,
            FrozenConvolution depthwise,
            FrozenConvolution project,
            boolean endsStage) {

        /** Whether its input is added to its output. */
        public boolean past() {
            int in = expand == null ? depthwise.in() : expand.in();
            return depthwise.stride() == 1 && in == project.out();
        }

        Stream<FrozenConvolution> convolutions() {
            return Stream.of(Optional.ofNullable(expand), Optional.of(depthwise), Optional.of(project))
                    .flatMap(Optional::stream);
        }
    }

    @Override
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** The first convolution: of three channels, with stride 2. */
    public FrozenConvolution stem() {
        return new FrozenConvolution("stem", "_conv_stem.weight", "_bn0", false, 3, 2, 3, STEM, true);
    }

    /** All blocks, in order. */
    public List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        int in = STEM;
        for (int stage = 1; stage <= STAGES.size(); stage++) {
            Stage plan = STAGES.get(stage - 1);
            boolean fixed = stage == 1 || stage == STAGES.size();
            int repeats = fixed ? plan.blocks() : (int) Math.ceil(depth * plan.blocks());
            for (int repeat = 0; repeat < repeats; repeat++) {
                int stride = repeat == 0 ? plan.stride() : 1;
                blocks.add(block(stage, blocks.size(), plan, in, stride, repeat == repeats - 1));
                in = channels(plan.out());
            }
        }
        return blocks;
    }

    private Block block(int stage, int index, Stage plan, int in, int stride, boolean endsStage) {
        String source = "_blocks." + index + ".";
        String name = "block" + (index + 1) + "_";
        int wide = in * plan.widening();
        FrozenConvolution expand = plan.widening() == 1
                ? null
                : new FrozenConvolution(
                        name + "expand", source + "_expand_conv.weight", source + "_bn0", false, 1, 1, in, wide, true);
        var depthwise = new FrozenConvolution(
                name + "depthwise",
                source + "_depthwise_conv.weight",
                source + "_bn1",
                true,
                plan.side(),
                stride,
                wide,
                wide,
                true);
        var project = new FrozenConvolution(
                name + "project",
                source + "_project_conv.weight",
                source + "_bn2",
                false,
                1,
                1,
                wide,
                channels(plan.out()),
                false);
        return new Block(stage, expand, depthwise, project, endsStage);
    }

    /** Rounded to a multiple of {@value #DIVISOR}, and never by more than a tenth downwards. */
    private int channels(int unscaled) {
        double scaled = unscaled * width;
        int rounded = Math.max(DIVISOR, (int) (scaled + DIVISOR / 2.0) / DIVISOR * DIVISOR);
        return rounded < 0.9 * scaled ? rounded + DIVISOR : rounded;
    }

    /** The blocks that are computed: up to the end of stage {@value #LAST_STAGE}. */
    public List<Block> usedBlocks() {
        return blocks().stream().filter(block -> block.stage() <= LAST_STAGE).toList();
    }

    /** What is computed, from the input on. */
    public List<FrozenConvolution> used() {
        return Stream.concat(Stream.of(stem()), usedBlocks().stream().flatMap(Block::convolutions))
                .toList();
    }

    /** Everything that a state dictionary has, its last layers apart. */
    List<FrozenConvolution> all() {
        return Stream.concat(Stream.of(stem()), blocks().stream().flatMap(Block::convolutions))
                .toList();
    }

    /** A mean and a deviation of each channel at the ends of the stages. */
    @Override
    public int features() {
        return usedBlocks().stream()
                .filter(BackboneArchitecture::looked)
                .mapToInt(block -> 2 * block.project().out())
                .sum();
    }

    @Override
    public String view() {
        return "stages-" + FIRST_STAGE + "-" + LAST_STAGE;
    }

    /** Whether a block's output is looked at. */
    public static boolean looked(Block block) {
        return block.endsStage() && block.stage() >= FIRST_STAGE && block.stage() <= LAST_STAGE;
    }
}

package org.equipoise.trainer.network;

import java.util.ArrayList;
import java.util.List;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.ValueWindow;
import org.jspecify.annotations.Nullable;

/**
 * A network layer by layer.
 *
 * @param depth of a residual network, 0 for the others
 * @param width of a residual network, 0 for the others
 * @param input what it is fed
 * @param classes number of outputs, K, at least 2
 * @param dropout fraction of the units before the classifier left out in a training step, in [0, 0.9]
 * @param layers from input to output, of one member
 * @param members networks of this kind that are trained side by side from different first weights and answer together,
 *     1 to {@value #MOST_MEMBERS} (deep ensembles: Lakshminarayanan et al., NeurIPS 2017, arXiv:1612.01474)
 * @param window what it sees samples of 16 bits through; absent where it takes 8 bits
 * @param seen what its first layer sees: what it is fed, or the {@linkplain AreaMean means} of a smaller shape
 */
public record NetworkDescription(
        NetworkKind kind,
        int depth,
        int width,
        InputShape input,
        int classes,
        double dropout,
        List<Layer> layers,
        int members,
        @Nullable ValueWindow window,
        InputShape seen) {

    /** Members that an ensemble may have: most of what there is to gain is gained by then. */
    public static final int MOST_MEMBERS = 16;

    /** Output channels of the article's first convolution. */
    public static final int FIRST_CHANNELS = 32;

    /** Output channels of the article's second convolution. */
    public static final int SECOND_CHANNELS = 64;

    /** Units of the article's dense layer. */
    public static final int DENSE_UNITS = 128;

    /** Output channels of the four normalised convolutions. */
    public static final List<Integer> CONV4_CHANNELS = List.of(32, 64, 96, 128);

    public NetworkDescription {
        layers = List.copyOf(layers);
        if (classes < 2) {
            throw new IllegalArgumentException("need at least two classes, got " + classes);
        }
        if (!(dropout >= 0 && dropout <= 0.9)) {
            throw new IllegalArgumentException("dropout must be in [0, 0.9], got " + dropout);
        }
        if (members < 1 || members > MOST_MEMBERS) {
            throw new IllegalArgumentException("members must be 1 to " + MOST_MEMBERS + ", got " + members);
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
        layers.add(Layer.convolution("conv1", height, width, input.channels(), FIRST_CHANNELS));
        layers.add(Layer.pool("pool1", height / 2, width / 2, FIRST_CHANNELS));
        layers.add(Layer.convolution("conv2", height / 2, width / 2, FIRST_CHANNELS, SECOND_CHANNELS));
        layers.add(Layer.pool("pool2", height / 4, width / 4, SECOND_CHANNELS));
        int flat = (height / 4) * (width / 4) * SECOND_CHANNELS;
        layers.add(Layer.dense("dense1", "dense, ReLU", flat, DENSE_UNITS));
        layers.add(Layer.dense("classifier", "dense, softmax", DENSE_UNITS, classes));
        return new NetworkDescription(NetworkKind.ARTICLE_CNN, 0, 0, input, classes, dropout, layers, 1, null, input);
    }

    /**
     * Four 3x3 convolutions of 32, 64, 96 and 128 channels with batch normalisation and ReLU, 2x2 max pooling between
     * them, the mean over the image, dropout, one logit per class.
     */
    public static NetworkDescription conv4(InputShape input, int classes, double dropout) {
        List<Layer> layers = new ArrayList<>();
        int height = input.height();
        int width = input.width();
        int in = input.channels();
        for (int i = 1; i <= CONV4_CHANNELS.size(); i++) {
            int out = CONV4_CHANNELS.get(i - 1);
            layers.add(Layer.normalised("conv" + i, 3, height, width, in, out));
            if (i < CONV4_CHANNELS.size()) {
                height /= 2;
                width /= 2;
                layers.add(Layer.pool("pool" + i, height, width, out));
            }
            in = out;
        }
        layers.add(Layer.average("mean", in));
        layers.add(Layer.dense("classifier", "dense, softmax", in, classes));
        return new NetworkDescription(NetworkKind.CONV4, 0, 0, input, classes, dropout, layers, 1, null, input);
    }

    /** A residual network, see {@link ResidualPlan}; the mean over the image, dropout, one logit per class. */
    public static NetworkDescription residual(InputShape input, int classes, double dropout, int depth, int width) {
        ResidualPlan plan = ResidualPlan.of(Math.max(input.height(), input.width()), depth, width);
        List<Layer> layers = new ArrayList<>();
        int rows = halved(input.height(), plan.stemStride());
        int columns = halved(input.width(), plan.stemStride());
        layers.add(Layer.normalised("stem", 3, rows, columns, input.channels(), width));
        for (ResidualPlan.Block block : plan.blocks()) {
            rows = halved(rows, block.stride());
            columns = halved(columns, block.stride());
            layers.add(Layer.normalised(block.name() + "_conv1", 3, rows, columns, block.in(), block.out()));
            layers.add(Layer.normalised(block.name() + "_conv2", 3, rows, columns, block.out(), block.out()));
            if (block.projects()) {
                layers.add(Layer.normalised(block.name() + "_past", 1, rows, columns, block.in(), block.out()));
            }
        }
        layers.add(Layer.average("mean", plan.features()));
        layers.add(Layer.dense("classifier", "dense, softmax", plan.features(), classes));
        return new NetworkDescription(
                NetworkKind.RESIDUAL, depth, width, input, classes, dropout, layers, 1, null, input);
    }

    /**
     * A pretrained network that stays as it is, with a linear classifier, which alone is trained.
     *
     * @param layers those of the pretrained network, none of whose numbers is trained, and the classifier; none where
     *     nobody knows the network any more
     */
    public static NetworkDescription backbone(InputShape input, int classes, List<Layer> layers) {
        return new NetworkDescription(NetworkKind.BACKBONE, 0, 0, input, classes, 0, layers, 1, null, input);
    }

    /** An ensemble of so many of this network. */
    public NetworkDescription ensemble(int size) {
        return new NetworkDescription(kind, depth, width, input, classes, dropout, layers, size, window, seen);
    }

    /** The same for samples of 16 bits that are seen through a window; for those of 8 bits without one. */
    public NetworkDescription seenThrough(@Nullable ValueWindow through) {
        return new NetworkDescription(kind, depth, width, input, classes, dropout, layers, members, through, seen);
    }

    /** The same that is fed larger images, and reduces them first; of the same shape it is as it was. */
    public NetworkDescription fed(InputShape images) {
        if (images.equals(seen)) {
            return this;
        }
        List<Layer> all = new ArrayList<>();
        all.add(Layer.reduction(seen));
        all.addAll(layers);
        return new NetworkDescription(kind, depth, width, images, classes, dropout, all, members, window, seen);
    }

    /** The same without dropout, one alone. */
    public NetworkDescription alone() {
        return new NetworkDescription(kind, depth, width, input, classes, 0, layers, 1, window, seen);
    }

    /** What it is fed. */
    public InputFormat format() {
        return new InputFormat(input, window);
    }

    /** As TensorFlow's padding {@code SAME} rounds. */
    private static int halved(int side, int stride) {
        return (side + stride - 1) / stride;
    }

    /** Trained numbers of all layers of all members. */
    public long parameters() {
        return members * layers.stream().mapToLong(Layer::parameters).sum();
    }

    /** Multiplications with addition for one image, forward, by all members. */
    public long multiplyAdds() {
        return members * layers.stream().mapToLong(Layer::multiplyAdds).sum();
    }
}

package org.equipoise.trainer.tensorflow;

import java.util.ArrayList;
import java.util.List;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.network.ResidualPlan;
import org.equipoise.trainer.network.Symmetry;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * Networks as operations of a graph, from samples to logits; what maps samples to [0, 1] is part of the graph: a
 * division by 255 of bytes, the window of values of 16 bits.
 */
final class NetworkGraph {

    /** The last layer's name, whatever the network. */
    private static final String CLASSIFIER = "classifier";

    private final Tower tower;
    private final NetworkDescription description;

    private NetworkGraph(Tower tower, NetworkDescription description) {
        this.tower = tower;
        this.description = description;
    }

    /** Logits {@code [n, K]} of each member. */
    static List<Operand<TFloat32>> ofMembers(
            Tower tower, NetworkDescription description, Operand<? extends TNumber> images) {
        return ofReduced(tower, description, reduced(tower.tf(), description, images));
    }

    private static List<Operand<TFloat32>> ofReduced(
            Tower tower, NetworkDescription description, Operand<? extends TNumber> images) {
        Operand<TFloat32> x = seen(tower.tf(), description.window(), images);
        List<Operand<TFloat32>> logits = new ArrayList<>();
        for (int member = 0; member < description.members(); member++) {
            var network = new NetworkGraph(tower.member(member), description);
            logits.add(
                    switch (description.kind()) {
                        case ARTICLE_CNN -> network.articleCnn(x);
                        case CONV4 -> network.conv4(x);
                        case RESIDUAL -> network.residual(x);
                        case BACKBONE -> throw new IllegalArgumentException("a pretrained network is not trained");
                    });
        }
        return logits;
    }

    /** Samples at the size that the first layer sees; as they are where that is the size of the images. */
    private static Operand<? extends TNumber> reduced(
            Ops tf, NetworkDescription description, Operand<? extends TNumber> images) {
        return description.seen().equals(description.input())
                ? images
                : ReducedImages.of(tf, images, description.input(), description.seen());
    }

    /** Samples of 0 to 1, as the format says. */
    static Operand<TFloat32> seen(Ops tf, @Nullable ValueWindow window, Operand<? extends TNumber> images) {
        Operand<TFloat32> samples = tf.dtypes.cast(images, TFloat32.class);
        if (window == null) {
            return tf.math.mul(samples, tf.constant(1f / 255f));
        }
        var above = tf.math.sub(samples, tf.constant((float) window.low()));
        var scaled = tf.math.mul(above, tf.constant(1f / (window.high() - window.low())));
        return tf.clipByValue(scaled, tf.constant(0f), tf.constant(1f));
    }

    /** Logits {@code [n, K]}, averaged over the members: the geometric mean of what they answer. */
    static Operand<TFloat32> logits(Tower tower, NetworkDescription description, Operand<? extends TNumber> images) {
        return mean(tower.tf(), ofMembers(tower, description, images));
    }

    /** The mean of tensors of one shape. */
    static Operand<TFloat32> mean(Ops tf, List<Operand<TFloat32>> all) {
        return all.size() == 1 ? all.get(0) : tf.math.mean(tf.stack(all), tf.constant(0));
    }

    /** Whether a weight belongs to the last layer, of whichever member. */
    static boolean isClassifier(String weight) {
        return weight.startsWith(CLASSIFIER) || weight.contains("_" + CLASSIFIER);
    }

    /**
     * Logits {@code [n, K]}, averaged over the views of each image: the geometric mean of what the views are answered.
     */
    static Operand<TFloat32> logits(
            Tower tower, NetworkDescription description, Operand<? extends TNumber> images, Symmetry symmetry) {
        return symmetry == Symmetry.NONE
                ? logits(tower, description, images)
                : ofViews(tower, description, reduced(tower.tf(), description, images), symmetry);
    }

    private static <T extends TNumber> Operand<TFloat32> ofViews(
            Tower tower, NetworkDescription description, Operand<T> reduced, Symmetry symmetry) {
        var tf = tower.tf();
        List<Operand<T>> views = views(tf, description.seen(), reduced, symmetry);
        Operand<TFloat32> all = mean(tf, ofReduced(tower, description, tf.concat(views, tf.constant(0))));
        return overViews(tf, all, views.size(), description.classes());
    }

    /** The same of each member. */
    static List<Operand<TFloat32>> ofMembers(
            Tower tower, NetworkDescription description, Operand<? extends TNumber> images, Symmetry symmetry) {
        return symmetry == Symmetry.NONE
                ? ofMembers(tower, description, images)
                : membersOfViews(tower, description, reduced(tower.tf(), description, images), symmetry);
    }

    private static <T extends TNumber> List<Operand<TFloat32>> membersOfViews(
            Tower tower, NetworkDescription description, Operand<T> reduced, Symmetry symmetry) {
        var tf = tower.tf();
        List<Operand<T>> views = views(tf, description.seen(), reduced, symmetry);
        return ofReduced(tower, description, tf.concat(views, tf.constant(0))).stream()
                .map(all -> overViews(tf, all, views.size(), description.classes()))
                .toList();
    }

    private static Operand<TFloat32> overViews(Ops tf, Operand<TFloat32> all, int views, int classes) {
        var byView = tf.reshape(all, tf.constant(new int[] {views, -1, classes}));
        return tf.math.mean(byView, tf.constant(0));
    }

    private static <T extends TNumber> List<Operand<T>> views(
            Ops tf, InputShape input, Operand<T> images, Symmetry symmetry) {
        var leftRight = tf.constant(new int[] {2});
        List<Operand<T>> views = new ArrayList<>(List.of(images, tf.reverse(images, leftRight)));
        if (symmetry == Symmetry.SQUARE) {
            for (Operand<T> view : List.copyOf(views)) {
                views.add(tf.reverse(view, tf.constant(new int[] {1})));
            }
            if (input.height() == input.width()) {
                for (Operand<T> view : List.copyOf(views)) {
                    views.add(tf.linalg.transpose(view, tf.constant(new int[] {0, 2, 1, 3})));
                }
            }
        }
        return views;
    }

    private Operand<TFloat32> articleCnn(Operand<TFloat32> images) {
        InputShape input = description.seen();
        Operand<TFloat32> x = pooled("conv1", images, input.channels(), NetworkDescription.FIRST_CHANNELS);
        x = pooled("conv2", x, NetworkDescription.FIRST_CHANNELS, NetworkDescription.SECOND_CHANNELS);
        int flat = (input.height() / 4) * (input.width() / 4) * NetworkDescription.SECOND_CHANNELS;
        x = tower.tf().reshape(x, tower.tf().constant(new int[] {-1, flat}));
        x = tower.rectify("dense1", tower.dense("dense1", x, flat, NetworkDescription.DENSE_UNITS));
        return classifier(x, NetworkDescription.DENSE_UNITS);
    }

    /**
     * Convolution, ReLU, 2x2 max pooling. Bias and ReLU come after the pooling: both keep the order of values within a
     * channel, so the result is the same and costs a quarter.
     */
    private Operand<TFloat32> pooled(String name, Operand<TFloat32> x, int in, int out) {
        Operand<TFloat32> y = tower.maxPool(tower.convolution(name, x, 3, in, out, 1));
        return tower.rectify(name, tower.bias(name, y, out));
    }

    private Operand<TFloat32> conv4(Operand<TFloat32> images) {
        Operand<TFloat32> x = images;
        int in = description.seen().channels();
        int convolutions = NetworkDescription.CONV4_CHANNELS.size();
        for (int i = 1; i <= convolutions; i++) {
            int out = NetworkDescription.CONV4_CHANNELS.get(i - 1);
            x = tower.rectify("conv" + i, tower.normalisedConvolution("conv" + i, x, 3, in, out, 1));
            x = i < convolutions ? tower.maxPool(x) : x;
            in = out;
        }
        return classifier(tower.average(x), in);
    }

    private Operand<TFloat32> residual(Operand<TFloat32> images) {
        InputShape input = description.seen();
        var plan = ResidualPlan.of(Math.max(input.height(), input.width()), description.depth(), description.width());
        Operand<TFloat32> x = tower.rectify(
                "stem",
                tower.normalisedConvolution(
                        "stem", images, 3, input.channels(), description.width(), plan.stemStride()));
        for (ResidualPlan.Block block : plan.blocks()) {
            x = block(block, x);
        }
        return classifier(tower.average(x), plan.features());
    }

    private Operand<TFloat32> block(ResidualPlan.Block block, Operand<TFloat32> x) {
        String name = block.name();
        Operand<TFloat32> y = tower.rectify(
                name + "_conv1",
                tower.normalisedConvolution(name + "_conv1", x, 3, block.in(), block.out(), block.stride()));
        y = tower.normalisedConvolution(name + "_conv2", y, 3, block.out(), block.out(), 1);
        Operand<TFloat32> past = block.projects()
                ? tower.normalisedConvolution(name + "_past", x, 1, block.in(), block.out(), block.stride())
                : x;
        return tower.rectify(name + "_conv2", tower.tf().math.add(y, past));
    }

    private Operand<TFloat32> classifier(Operand<TFloat32> features, int units) {
        return tower.dense(CLASSIFIER, tower.dropout(features, description.dropout()), units, description.classes());
    }
}

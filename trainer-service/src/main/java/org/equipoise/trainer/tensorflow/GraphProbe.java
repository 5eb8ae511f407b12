package org.equipoise.trainer.tensorflow;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;

import org.equipoise.trainer.backbone.ImportedGraph;
import org.equipoise.trainer.backbone.InvalidBackboneException;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;

/** Tries a graph from outside on a few images of noise before it is kept. */
final class GraphProbe {

    private static final int USUAL_SIDE = 112;
    private static final int COLOURS = 3;

    /** That a few images may take. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Of a number, by which it may differ with the images beside: other sums, rounded otherwise. */
    private static final double ROUNDING = 1e-3;

    private final GraphDef graph;
    private final ImportedGraph kind;
    private final ConfigProto config;

    /** @param patience after which it is given up */
    GraphProbe(GraphDef graph, ImportedGraph kind, ConfigProto config, Duration patience) {
        this.graph = graph;
        this.kind = kind;
        this.config =
                config.toBuilder().setOperationTimeoutInMs(patience.toMillis()).build();
    }

    /**
     * Refuses what cannot be relied on.
     *
     * @throws InvalidBackboneException if it takes too much, or answers with other than features of each image alone
     */
    void check() {
        Integer fixed = kind.side();
        // What does not grow with the side costs most where most images are looked at at once: at the usual one.
        for (int size : fixed == null ? new int[] {USUAL_SIDE, ImportedGraph.MOST_SIDE} : new int[] {fixed}) {
            cost(size, TensorFlowBackbone.mostImages(size)).checkGrowth(cost(size, 2));
        }
        int side = fixed == null ? USUAL_SIDE : fixed;
        float[] first = noise(side, 1);
        float[] second = noise(side, 2);
        float[] third = noise(side, 3);
        try (var tried = new Graph()) {
            Placed placed = build(tried, side, Shape.UNKNOWN_SIZE, new GraphCost(Shape.UNKNOWN_SIZE));
            try (var session = new Session(tried, config)) {
                float[] two = seen(session, placed, side, first, second);
                float[] three = seen(session, placed, side, first, third, second);
                compare(two, three);
            }
        } catch (InvalidBackboneException e) {
            throw e;
        } catch (RuntimeException e) {
            // Some of TensorFlow's are an IllegalArgumentException, or of another kind of Java's.
            throw new InvalidBackboneException("the graph cannot be computed: " + e.getMessage(), e);
        }
    }

    /**
     * Bytes that an image more adds to whatever its operations make most of.
     *
     * @throws InvalidBackboneException if two images take too much
     */
    long bytesOfAnImage(int side) {
        return cost(side, 2).mostOfAnImage(cost(side, 1));
    }

    private GraphCost cost(int side, int images) {
        var cost = new GraphCost(images);
        try (var sizes = new Graph()) {
            build(sizes, side, images, cost);
        }
        return cost;
    }

    private record Placed(Placeholder<TFloat32> images, Operand<TFloat32> features) {}

    private Placed build(Graph in, int side, long images, GraphCost cost) {
        Ops tf = Ops.create(in);
        var placeholder = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(images, side, side, COLOURS)));
        Operand<TFloat32> features = new CopiedGraph(tf, graph).features(placeholder, COLOURS, side, kind, cost);
        if (!Arrays.equals(features.shape().asArray(), new long[] {images, kind.features()})) {
            throw new InvalidBackboneException("of " + placeholder.shape() + " the graph makes " + features.shape()
                    + ", its signature says " + kind.features() + " features of each image");
        }
        return new Placed(placeholder, features);
    }

    private float[] seen(Session session, Placed placed, int side, float[]... images) {
        float[] batch = new float[images.length * images[0].length];
        for (int i = 0; i < images.length; i++) {
            System.arraycopy(images[i], 0, batch, i * images[0].length, images[0].length);
        }
        try (TFloat32 fed = TFloat32.tensorOf(
                        Shape.of(images.length, side, side, COLOURS), DataBuffers.of(batch, true, false));
                Result result = session.runner()
                        .feed(placed.images(), fed)
                        .fetch(placed.features())
                        .run()) {
            float[] features = Tensors.values((TFloat32) result.get(0));
            if (features.length != images.length * kind.features()) {
                throw new InvalidBackboneException("the graph says " + features.length + " numbers of " + images.length
                        + " images, its signature " + kind.features() + " of each");
            }
            for (float feature : features) {
                if (!Float.isFinite(feature)) {
                    throw new InvalidBackboneException("the graph answers with " + feature + ", which is not finite");
                }
            }
            return features;
        }
    }

    private void compare(float[] two, float[] three) {
        int features = kind.features();
        double largest = 0;
        for (float feature : two) {
            largest = Math.max(largest, Math.abs(feature));
        }
        for (int f = 0; f < features; f++) {
            boolean first = near(two[f], three[f], largest);
            boolean second = near(two[features + f], three[2 * features + f], largest);
            if (!first || !second) {
                throw new InvalidBackboneException("what the graph says of an image depends on the images beside it");
            }
        }
        if (Arrays.equals(Arrays.copyOf(two, features), Arrays.copyOfRange(two, features, 2 * features))) {
            throw new InvalidBackboneException("the graph says the same of every image");
        }
    }

    private static boolean near(float a, float b, double largest) {
        return Math.abs(a - b) <= ROUNDING * (Math.abs(a) + 0.01 * largest);
    }

    private static float[] noise(int side, long seed) {
        var random = new SplittableRandom(seed);
        float[] image = new float[side * side * COLOURS];
        for (int i = 0; i < image.length; i++) {
            image[i] = (float) random.nextDouble();
        }
        return image;
    }
}

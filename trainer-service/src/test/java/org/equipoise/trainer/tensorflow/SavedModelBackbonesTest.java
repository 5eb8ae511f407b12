package org.equipoise.trainer.tensorflow;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.trainer.backbone.Backbone;
import org.equipoise.trainer.backbone.BackboneStore;
import org.equipoise.trainer.backbone.PixelRange;
import org.equipoise.trainer.backbone.SavedModelReader.Imported;
import org.equipoise.trainer.training.FrozenNetwork;
import org.equipoise.trainer.training.LabelledImages;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.types.TFloat32;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * SavedModels from outside: what turns images into features is kept and sees the same, all else is refused in words.
 */
class SavedModelBackbonesTest {

    private static final long MOST = 40L << 20;
    private static final Shape ANY = Shape.of(-1, -1, -1, 3);

    @TempDir
    private Path scratch = Path.of("");

    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    /** A convolution by constants, rectified, and its mean over the image: two features. */
    private static Operand<TFloat32> convolved(Ops tf, Operand<TFloat32> images) {
        float[][][][] kernel = new float[1][1][3][2];
        for (int c = 0; c < 3; c++) {
            kernel[0][0][c][0] = c + 1;
            kernel[0][0][c][1] = -1;
        }
        var convolved = tf.nn.conv2d(images, tf.constant(kernel), List.of(1L, 1L, 1L, 1L), "SAME");
        var shifted = tf.nn.biasAdd(convolved, tf.constant(new float[] {0, 3}));
        return tf.math.mean(tf.nn.relu(shifted), tf.constant(new int[] {1, 2}));
    }

    /** How far pixels beside each other are apart, at two distances: wide stripes differ from narrow ones. */
    static Imported edges(int side) {
        NativeLibrary.load();
        return read(
                savedModel(Shape.of(-1, side, side, 3), (tf, images) -> {
                    List<Operand<TFloat32>> seen = new java.util.ArrayList<>();
                    for (int shift : new int[] {1, 2, 4}) {
                        float[][][][] kernel = new float[1][shift + 1][3][1];
                        kernel[0][0][0][0] = 1;
                        kernel[0][shift][0][0] = -1;
                        var apart = tf.nn.conv2d(images, tf.constant(kernel), List.of(1L, 1L, 1L, 1L), "VALID");
                        seen.add(tf.math.mean(tf.math.abs(apart), tf.constant(new int[] {1, 2})));
                    }
                    return tf.concat(seen, tf.constant(1));
                }),
                PixelRange.MINUS_ONE_TO_ONE);
    }

    private static byte[] savedModel(Shape shape, BiFunction<Ops, Operand<TFloat32>, Operand<?>> features) {
        try (var graph = new Graph()) {
            Ops tf = Ops.create(graph);
            var images = tf.withName("input").placeholder(TFloat32.class, Placeholder.shape(shape));
            return ServingGraph.savedModel(graph, "images", images, "features", features.apply(tf, images));
        }
    }

    private static byte[] zip(String entry, byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static Imported read(byte[] savedModel, PixelRange range) {
        return new SavedModelBackbones(TensorFlowConfigs.defaults(), MOST)
                .read(zip("network/saved_model.pb", savedModel), range)
                .orElseThrow();
    }

    private static void refused(byte[] savedModel, String why) {
        assertThatThrownBy(() -> read(savedModel, PixelRange.ZERO_TO_ONE)).hasMessageContaining(why);
    }

    private static void refused(BiFunction<Ops, Operand<TFloat32>, Operand<?>> features, String why) {
        refused(savedModel(ANY, features), why);
    }

    /** A sound model with its graph changed. */
    private static byte[] changed(Consumer<GraphDef.Builder> change) throws IOException {
        SavedModel.Builder model =
                SavedModel.parseFrom(savedModel(ANY, SavedModelBackbonesTest::convolved)).toBuilder();
        change.accept(model.getMetaGraphsBuilder(0).getGraphDefBuilder());
        return model.build().toByteArray();
    }

    private static NodeDef.Builder node(GraphDef.Builder graph, String operation) {
        return graph.getNodeBuilderList().stream()
                .filter(node -> node.getOp().equals(operation))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void itSeesOfEachColourWhatTheGraphSaysInEveryRange() {
        byte[] pixels = new byte[32 * 32 * 3];
        for (int i = 0; i < pixels.length; i += 3) {
            pixels[i] = 51;
            pixels[i + 1] = 102;
            pixels[i + 2] = (byte) 204;
        }
        for (PixelRange range : PixelRange.values()) {
            float[] seen = seen(read(savedModel(ANY, SavedModelBackbonesTest::convolved), range), pixels, 48);

            double[] fed = new double[3];
            double[] colours = {.2, .4, .8};
            for (int c = 0; c < 3; c++) {
                fed[c] = (colours[c] - range.offsets().get(c)) / range.scales().get(c);
            }
            assertThat((double) seen[0])
                    .as(range.wireName())
                    .isEqualTo(Math.max(0, fed[0] + 2 * fed[1] + 3 * fed[2]), within(1e-2));
            assertThat((double) seen[1]).isEqualTo(Math.max(0, 3 - fed[0] - fed[1] - fed[2]), within(1e-2));
        }
    }

    /** At 32 pixels a side; 16 MiB of each image are made, of which 80 MiB are five. */
    @Test
    void fewerImagesAreLookedAtAtOnceWhereAnOperationMakesMuchOfEach() {
        assertThat(batch(SavedModelBackbonesTest::convolved)).isEqualTo(64);
        assertThat(batch((tf, images) -> {
                    var wide = tf.tile(convolved(tf, images), tf.constant(new int[] {1, 2 << 20}));
                    return tf.math.mean(tf.reshape(wide, tf.constant(new int[] {-1, 2, 2 << 20})), tf.constant(2));
                }))
                .isEqualTo(5);
        assertThat(batch((tf, images) -> tf.math.add(
                        convolved(tf, images), tf.math.mean(tf.constant(new float[4 << 20]), tf.constant(0)))))
                .as("constants are there once")
                .isEqualTo(64);
    }

    private int batch(BiFunction<Ops, Operand<TFloat32>, Operand<?>> features) {
        Imported imported = read(savedModel(ANY, features), PixelRange.ZERO_TO_ONE);
        try (FrozenNetwork network = opened(imported, new InputShape(32, 32, 3), 32)) {
            return network.batch();
        }
    }

    private FrozenNetwork opened(Imported imported, InputShape shape, int side) {
        var store = new BackboneStore(new InMemoryObjectStore());
        Backbone kept = store.add(Backbone.of("g", imported, "none", "a test", Instant.EPOCH), imported);
        return new TensorFlowBackbones(store, TensorFlowConfigs.defaults(), scratch)
                .open(kept, InputFormat.bytes(shape), side);
    }

    private float[] seen(Imported imported, byte[] pixels, int side) {
        var shape = new InputShape(32, 32, 3);
        try (FrozenNetwork network = opened(imported, shape, side)) {
            return network.features(new LabelledImages(shape, pixels, new int[1]), 0, 1, false);
        }
    }

    @Test
    void equalGraphsAreOneNetworkWhateverTheirNodesAreCalled() {
        byte[] one = savedModel(ANY, SavedModelBackbonesTest::convolved);
        byte[] renamed = savedModel(ANY, (tf, images) -> convolved(tf.withSubScope("other"), images));

        Imported read = read(one, PixelRange.ZERO_TO_ONE);

        assertThat(renamed).isNotEqualTo(one);
        assertThat(read(renamed, PixelRange.ZERO_TO_ONE).bytes()).isEqualTo(read.bytes());
        assertThat(read.parameters()).isEqualTo(6 + 2);
        assertThat(read.graph().features()).isEqualTo(2);
        assertThat(read.graph().side()).isNull();
    }

    @Test
    void aFixedSideIsKeptAndAnotherIsRefused() {
        Imported fixed =
                read(savedModel(Shape.of(-1, 40, 40, 3), SavedModelBackbonesTest::convolved), PixelRange.ZERO_TO_ONE);

        assertThat(fixed.graph().side()).isEqualTo(40);
        assertThat(seen(fixed, new byte[32 * 32 * 3], 40)).containsExactly(0f, 3f);
        assertThatThrownBy(() -> seen(fixed, new byte[32 * 32 * 3], 48))
                .hasMessage("the graph takes images of 40 pixels a side, not 48");
        refused(savedModel(Shape.of(-1, 40, 48, 3), SavedModelBackbonesTest::convolved), "as high as they are wide");
        refused(savedModel(Shape.of(-1, 512, 512, 3), SavedModelBackbonesTest::convolved), "512 pixels a side");
    }

    @Test
    void whatIsNoSavedModelIsLeftToOthersOrRefused() {
        var reader = new SavedModelBackbones(TensorFlowConfigs.defaults(), MOST);
        assertThat(reader.read(new byte[] {1, 2, 3, 4}, PixelRange.IMAGENET)).isEmpty();
        assertThat(reader.read(zip("a/data.pkl", new byte[3]), PixelRange.IMAGENET))
                .isEmpty();

        byte[] whole = savedModel(ANY, SavedModelBackbonesTest::convolved);
        refused(Arrays.copyOf(whole, whole.length / 2), "damaged or cut short");
        refused(new byte[0], "no graph in saved_model.pb has the tag");
        byte[] file = zip("saved_model.pb", whole);
        assertThatThrownBy(() -> reader.read(Arrays.copyOf(file, file.length / 2), PixelRange.IMAGENET))
                .hasMessageContaining("damaged or cut short");
        assertThatThrownBy(() ->
                        new SavedModelBackbones(TensorFlowConfigs.defaults(), 100).read(file, PixelRange.IMAGENET))
                .hasMessageContaining("unpacks to more than 100 bytes");
    }

    /** What would take gigabytes is refused before it is made. */
    @Test
    void whatWouldTakeMoreMemoryThanItsFileIsCountedFirst() throws IOException {
        refused(graphOf(NodeDef.getDefaultInstance(), 1_000_000), "more than 20000 operations");
        var inputs = NodeDef.newBuilder();
        for (int i = 0; i < 600_000; i++) {
            inputs.addInput("");
        }
        refused(graphOf(inputs.build(), 1), "more than 500000 fields");
        refused(
                graphOf(NodeDef.newBuilder().setName("n".repeat(5 << 20)).build(), 1),
                "more than 4194304 bytes beside the numbers of its constants");
    }

    @Test
    void aChainOfOperationsIsCountedToo() throws IOException {
        refused(
                changed(graph -> {
                    NodeDef first = node(graph, "Relu").build();
                    String last = first.getInput(0);
                    for (int i = 0; i < 20_000; i++) {
                        graph.addNode(first.toBuilder().setName("link" + i).setInput(0, last));
                        last = "link" + i;
                    }
                    node(graph, "Relu").setInput(0, last);
                }),
                "more than 20000 operations");
    }

    @Test
    void whatSaysHowManyOutputsItHasIsAskedFirst() throws IOException {
        for (String operation : List.of("Split", "SplitV", "Unpack")) {
            String number = operation.equals("Unpack") ? "num" : "num_split";
            byte[] model = savedModel(ANY, (tf, images) -> {
                var features = convolved(tf, images);
                return switch (operation) {
                    case "Split" ->
                        tf.split(tf.constant(1), features, 2L).output().get(0);
                    case "SplitV" ->
                        tf.splitV(features, tf.constant(new int[] {1, 1}), tf.constant(1), 2L)
                                .output()
                                .get(0);
                    default ->
                        tf.expandDims(
                                tf.unstack(features, 2L, org.tensorflow.op.core.Unstack.axis(1L))
                                        .output()
                                        .get(0),
                                tf.constant(1));
                };
            });
            SavedModel.Builder changed = SavedModel.parseFrom(model).toBuilder();
            node(changed.getMetaGraphsBuilder(0).getGraphDefBuilder(), operation)
                    .putAttr(
                            number,
                            org.tensorflow.proto.AttrValue.newBuilder()
                                    .setI(5000)
                                    .build());
            refused(changed.build().toByteArray(), operation + " of the graph has more than 4096 outputs");
        }
    }

    @Test
    void allOperationsTogetherMustNotTakeTooMuch() {
        // Each below the limit of one.
        refused(
                (tf, images) -> {
                    Operand<TFloat32> wide = tf.tile(convolved(tf, images), tf.constant(new int[] {1, 4 << 20}));
                    for (int i = 0; i < 3; i++) {
                        wide = tf.math.neg(wide);
                    }
                    return tf.math.mean(tf.reshape(wide, tf.constant(new int[] {-1, 2, 4 << 20})), tf.constant(2));
                },
                "more than 4 GiB of 64 images");
    }

    @Test
    void whatIsMadeMustGrowWithTheImagesAndNotFaster() {
        refused(
                (tf, images) -> {
                    var features = convolved(tf, images);
                    var one = tf.math.mean(features, tf.constant(1));
                    var square = tf.math.mul(
                            tf.reshape(one, tf.constant(new int[] {-1, 1})),
                            tf.reshape(one, tf.constant(new int[] {1, -1})));
                    return tf.math.add(features, tf.expandDims(tf.math.mean(square, tf.constant(1)), tf.constant(1)));
                },
                "must be as much of each");
    }

    /** Small for the batches that are tried, it could be enormous for one in between. */
    @Test
    void sizesAreHandedOnAndNotComputedWith() {
        refused(
                (tf, images) -> {
                    var features = convolved(tf, images);
                    var count = tf.slice(tf.shape(images), tf.array(0), tf.array(1));
                    var power = tf.math.pow(count, tf.array(2));
                    var more = tf.tile(features, tf.concat(List.of(tf.array(1), power), tf.constant(0)));
                    return tf.math.add(features, tf.math.mean(more, tf.constant(1)));
                },
                "Pow of the graph computes with the number of images");
        refused(
                (tf, images) -> {
                    var features = convolved(tf, images);
                    var bright = tf.dtypes.cast(
                            tf.math.mean(features, tf.constant(new int[] {0, 1})), org.tensorflow.types.TInt32.class);
                    var more = tf.tile(features, tf.stack(List.of(tf.constant(1), bright)));
                    return tf.math.add(features, tf.math.mean(more, tf.constant(1)));
                },
                "Tile of the graph makes depends on the pixels");
        Imported flat = read(
                savedModel(ANY, (tf, images) -> {
                    var features = convolved(tf, images);
                    var count = tf.slice(tf.shape(images), tf.array(0), tf.array(1));
                    var shape = tf.concat(List.of(count, tf.array(2)), tf.constant(0));
                    var zeros = tf.fill(shape, tf.constant(0f));
                    return tf.reshape(tf.math.add(features, zeros), shape);
                }),
                PixelRange.ZERO_TO_ONE);
        assertThat(flat.graph().features()).isEqualTo(2);
    }

    @Test
    void whatMultipliesForMinutesIsNotTried() {
        refused(
                (tf, images) -> {
                    var wide = tf.tile(convolved(tf, images), tf.constant(new int[] {1, 1 << 10}));
                    var many = tf.reshape(wide, tf.constant(new int[] {-1, 1, 1, 2 << 10}));
                    var tall = tf.tile(many, tf.constant(new int[] {1, 64, 64, 1}));
                    var kernel = tf.fill(tf.constant(new int[] {3, 3, 2 << 10, 1}), tf.constant(1f));
                    var wideKernel = tf.tile(kernel, tf.constant(new int[] {1, 1, 1, 1 << 10}));
                    var seen = tf.nn.conv2d(tall, wideKernel, List.of(1L, 1L, 1L, 1L), "SAME");
                    return tf.math.mean(seen, tf.constant(new int[] {1, 2}));
                },
                "multiplies more than 50000000000 times for an image");
        // As a sum of products over letters.
        refused(
                savedModel(Shape.of(-1, 320, 320, 3), (tf, images) -> {
                    var wide = tf.tile(convolved(tf, images), tf.constant(new int[] {1, 1 << 23}));
                    var rows = tf.reshape(wide, tf.constant(new int[] {-1, 1 << 12, 1 << 12}));
                    var columns = tf.fill(tf.constant(new int[] {1 << 12, 1 << 12}), tf.constant(1f));
                    var seen = tf.linalg.einsum(List.of(rows, columns), "nab,bc->nac");
                    return tf.math.mean(seen, tf.constant(1));
                }),
                "multiplies more than 50000000000 times for an image");
    }

    @Test
    void whatAnswersTooLateIsGivenUp() {
        byte[] slow = savedModel(ANY, (tf, images) -> {
            var wide = tf.tile(images, tf.constant(new int[] {1, 1, 1, 16}));
            var ones = tf.tile(tf.constant(new float[][][][] {{{{.001f}}}}), tf.constant(new int[] {5, 5, 48, 48}));
            var convolved = tf.nn.conv2d(wide, ones, List.of(1L, 1L, 1L, 1L), "SAME");
            return tf.math.mean(convolved, tf.constant(new int[] {1, 2}));
        });
        Imported read = read(slow, PixelRange.ZERO_TO_ONE);
        var probe = new GraphProbe(
                CopiedGraph.parsed(read.bytes()),
                read.graph(),
                TensorFlowConfigs.defaults().sessionConfig(),
                Duration.ofMillis(1));

        assertThatThrownBy(probe::check).hasMessageContaining("the graph cannot be computed");
    }

    @Test
    void theScaleIsAskedForBeforeAnythingIsUnpacked() {
        var reader = new SavedModelBackbones(TensorFlowConfigs.defaults(), 100);
        byte[] large = zip("network/saved_model.pb", new byte[200]);

        assertThatThrownBy(() -> reader.read(large, null)).hasMessageContaining("(--scale)");
        assertThat(reader.read(zip("network/data.pkl", new byte[200]), null)).isEmpty();
    }

    private static byte[] graphOf(NodeDef node, int times) {
        var graph = GraphDef.newBuilder();
        for (int i = 0; i < times; i++) {
            graph.addNode(node);
        }
        var model = SavedModel.newBuilder();
        model.addMetaGraphsBuilder().setGraphDef(graph);
        return model.build().toByteArray();
    }

    @Test
    void inputAndOutputMustBeOneOfEachAndOfImagesAndFeatures() throws IOException {
        refused((tf, images) -> images, "the output must be features [n, F]");
        refused((tf, images) -> tf.dtypes.cast(convolved(tf, images), org.tensorflow.types.TInt32.class), "float32");
        refused(
                savedModel(
                        Shape.of(-1, 32, 32, 1), (tf, images) -> tf.math.mean(images, tf.constant(new int[] {1, 2}))),
                "images [n, height, width, 3]");
        refused(savedModel(Shape.of(4, 32, 32, 3), SavedModelBackbonesTest::convolved), "with n open");
        refused((tf, images) -> tf.tile(convolved(tf, images), tf.constant(new int[] {1, 2049})), "4098 numbers");
        refused(
                (tf, images) -> tf.math.add(
                        convolved(tf, images), tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(2)))),
                "something else than its one input");
        refused((tf, images) -> tf.zeros(tf.constant(new int[] {1, 2}), TFloat32.class), "the output must be features");

        SavedModel.Builder model =
                SavedModel.parseFrom(savedModel(ANY, SavedModelBackbonesTest::convolved)).toBuilder();
        var meta = model.getMetaGraphsBuilder(0);
        meta.putSignatureDef("other", meta.getSignatureDefOrThrow("serving_default"));
        refused(model.build().toByteArray(), "one signature, but has 2");
        meta.removeSignatureDef("other");
        var signature = meta.getSignatureDefOrThrow("serving_default").toBuilder();
        signature.putInputs("more", signature.getInputsOrThrow("images"));
        meta.putSignatureDef("serving_default", signature.build());
        refused(model.build().toByteArray(), "one input, but has 2");
    }

    @Test
    void onlyOperationsThatAreKnownAreTaken() throws IOException {
        refused(
                (tf, images) -> {
                    var variable = tf.variable(Shape.of(2), TFloat32.class);
                    return tf.math.add(convolved(tf, images), variable);
                },
                "holds variables (VariableV2)");
        refused(
                (tf, images) -> {
                    var noise = tf.random.randomUniform(tf.constant(new int[] {2}), TFloat32.class);
                    return tf.math.add(convolved(tf, images), noise);
                },
                "operation RandomUniform, which is not among those");
        refused(
                (tf, images) -> {
                    var read = tf.io.decodeRaw(tf.io.readFile(tf.constant("/etc/passwd")), TFloat32.class);
                    return tf.math.add(
                            convolved(tf, images),
                            tf.reshape(tf.math.mean(read, tf.constant(0)), tf.constant(new int[] {1, 1})));
                },
                "which is not among those");
        refused(changed(graph -> node(graph, "Relu").setOp("StatefulPartitionedCall")), "calls functions");
        refused(changed(graph -> node(graph, "Relu").setOp("Evil\u001b[2J")), "operation Evil?");
        refused(changed(graph -> node(graph, "Relu").setInput(0, "nowhere")), "cut short");
        refused(
                changed(graph ->
                        node(graph, "Conv2D").setInput(0, node(graph, "Relu").getName())),
                "in a circle");
        refused(
                changed(graph ->
                        node(graph, "Mean").setInput(0, node(graph, "Const").getName())),
                "does not depend");
    }

    @Test
    void numbersMustBeFiniteAndFew() throws IOException {
        refused(
                (tf, images) -> tf.math.add(convolved(tf, images), tf.constant(new float[] {1, Float.NaN})),
                "not finite: NaN");
        // One number that says it is a hundred million.
        refused(
                changed(graph -> {
                    var constant = node(graph, "Const");
                    var tensor = constant.getAttrOrThrow("value").toBuilder();
                    tensor.getTensorBuilder()
                            .clear()
                            .setDtype(DataType.DT_FLOAT)
                            .addFloatVal(1)
                            .getTensorShapeBuilder()
                            .addDimBuilder()
                            .setSize(100_000_000);
                    constant.putAttr("value", tensor.build());
                }),
                "constants of the graph have more than");
        refused(
                (tf, images) -> tf.math.mean(
                        tf.tile(images, tf.constant(new int[] {1, 1000, 1000, 1})), tf.constant(new int[] {1, 2})),
                "at most 64 MiB are taken of each");
        refused((tf, images) -> tf.math.div(convolved(tf, images), tf.constant(0f)), "not finite");
    }

    @Test
    void anImageMustBeSeenAlone() {
        refused(
                (tf, images) -> {
                    var features = convolved(tf, images);
                    return tf.math.sub(
                            features,
                            tf.reshape(tf.math.mean(features, tf.constant(0)), tf.constant(new int[] {1, 2})));
                },
                "depends on the images beside it");
        refused(
                (tf, images) -> {
                    var features = convolved(tf, images);
                    return tf.math.mul(features, tf.constant(0f));
                },
                "the same of every image");
        refused(
                (tf, images) -> tf.reshape(convolved(tf, images), tf.constant(new int[] {-1, 4})),
                "its signature says");
    }

    /** An application of Keras, exported as docs/backbones.md says. */
    @Test
    void anExportedApplicationSeesSomething() throws IOException {
        @Nullable String file = System.getenv("EQUIPOISE_SAVED_MODEL_FILE");
        assumeTrue(
                file != null, "EQUIPOISE_SAVED_MODEL_FILE names no zip of a SavedModel: exported ones are not tested");
        Imported imported = new SavedModelBackbones(TensorFlowConfigs.defaults(), 400L << 20)
                .read(Files.readAllBytes(Path.of(Objects.requireNonNull(file))), PixelRange.MINUS_ONE_TO_ONE)
                .orElseThrow();
        byte[] pixels = new byte[32 * 32 * 3];
        new java.util.SplittableRandom(1).nextBytes(pixels);
        Integer side = imported.graph().side();

        float[] seen = seen(imported, pixels, side == null ? 112 : side);

        assertThat(seen).hasSize(imported.graph().features());
        assertThat(imported.parameters()).isGreaterThan(1000);
    }
}

package org.equipoise.trainer.tensorflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.google.protobuf.CodedOutputStream;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.SavedModel;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.TrainableNetwork;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** A network in a TensorFlow session. Not thread-safe; closes every native handle it makes. */
final class TensorFlowNetwork implements TrainableNetwork {

    private static final String CHECKPOINT = "checkpoint";

    private final NetworkDescription description;
    private final long seed;
    private final ConfigProto config;
    private final Path scratch;
    private final String device;
    private final TrainingGraph graph;
    private final Session session;

    TensorFlowNetwork(NetworkDescription description, long seed, ConfigProto config, Path scratch, String device) {
        this.description = description;
        this.seed = seed;
        this.config = config;
        this.scratch = scratch;
        this.device = device;
        graph = new TrainingGraph(description, seed);
        session = new Session(graph.graph, config);
        session.run(graph.initialise);
    }

    @Override
    public float trainBatch(Shard shard, int from, int count, double learningRate, long step) {
        try (var images = Tensors.images(shard, from, count);
                var labels = Tensors.labels(shard.labels(), from, count);
                var weights = Tensors.weights(shard.weights(), from, count);
                var rate = TFloat32.scalarOf((float) learningRate);
                var beta1Power = TFloat32.scalarOf((float) Math.pow(Adam.BETA_1, step + 1.0));
                var beta2Power = TFloat32.scalarOf((float) Math.pow(Adam.BETA_2, step + 1.0));
                var dropoutSeed = TInt64.vectorOf(seed, step);
                Result result = session.runner()
                        .feed(graph.images, images)
                        .feed(graph.labels, labels)
                        .feed(graph.imageWeights, weights)
                        .feed(graph.learningRate, rate)
                        .feed(graph.beta1Power, beta1Power)
                        .feed(graph.beta2Power, beta2Power)
                        .feed(graph.dropoutSeed, dropoutSeed)
                        .fetch(graph.loss)
                        .addTarget(graph.step)
                        .run()) {
            return ((TFloat32) result.get(0)).getFloat();
        }
    }

    @Override
    public float[] probabilities(LabelledImages source, int from, int count) {
        try (var images = Tensors.images(source, from, count);
                Result result = session.runner()
                        .feed(graph.images, images)
                        .fetch(graph.probabilities)
                        .run()) {
            return Tensors.values((TFloat32) result.get(0));
        }
    }

    @Override
    public byte[] checkpoint() {
        try (var folder = new ScratchFolder(scratch)) {
            session.save(folder.path().resolve(CHECKPOINT).toString());
            return ScratchFolder.zip(folder.path());
        }
    }

    @Override
    public void restore(byte[] checkpoint) {
        try (var folder = new ScratchFolder(scratch)) {
            folder.unzip(checkpoint);
            session.restore(folder.path().resolve(CHECKPOINT).toString());
        }
    }

    @Override
    public SavedModel export() {
        try (var folder = new ScratchFolder(scratch)) {
            String checkpoint = folder.path().resolve(CHECKPOINT).toString();
            Path model = folder.path().resolve("model");
            session.save(checkpoint);
            try (var serving = new Graph()) {
                Ops tf = Ops.create(serving);
                var images = TrainingGraph.images(tf, description.input());
                var network = new ArticleCnn(tf, new Weights(tf, seed), description);
                var probabilities = tf.withName("probabilities").nn.softmax(network.logits(images, null));
                try (var servingSession = new Session(serving, config)) {
                    servingSession.restore(checkpoint);
                    SavedModelBundle.exporter(model.toString())
                            .withSession(servingSession)
                            .withSignature(Signature.builder("serving_default")
                                    .input("images", images)
                                    .output("probabilities", probabilities)
                                    .build())
                            .export();
                }
                writeMapsInOrder(model.resolve("saved_model.pb"));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write the saved model", e);
            }
            return new SavedModel(ScratchFolder.zip(model));
        }
    }

    /** Protocol buffers write a map in any order; in key order, equal models are equal bytes. */
    private static void writeMapsInOrder(Path file) throws IOException {
        var model = org.tensorflow.proto.SavedModel.parseFrom(Files.readAllBytes(file));
        byte[] bytes = new byte[model.getSerializedSize()];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.useDeterministicSerialization();
        model.writeTo(out);
        out.checkNoSpaceLeft();
        Files.write(file, bytes);
    }

    @Override
    public String device() {
        return device;
    }

    @Override
    public void close() {
        session.close();
        graph.close();
    }
}

package org.equipoise.trainer.tensorflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.optimisation.Optimiser;
import org.equipoise.trainer.training.AnswerPool;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.LogitCorrection;
import org.equipoise.trainer.training.Probe;
import org.equipoise.trainer.training.ProbedAnswers;
import org.equipoise.trainer.training.RunFailedException;
import org.equipoise.trainer.training.SavedModel;
import org.equipoise.trainer.training.ServedCompanion;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.StepOutcome;
import org.equipoise.trainer.training.StepSettings;
import org.equipoise.trainer.training.TrainableNetwork;
import org.equipoise.trainer.training.TrainingMethod;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TNumber;

/** A network in a TensorFlow session. Not thread-safe; closes every native handle it makes. */
final class TensorFlowNetwork implements TrainableNetwork {

    private static final String CHECKPOINT = "checkpoint";

    private final NetworkDescription description;
    private final TrainingMethod method;
    final long seed;
    private final ConfigProto config;
    private final Path scratch;
    private final String device;
    final TrainingGraph graph;
    final Session session;

    TensorFlowNetwork(
            NetworkDescription description,
            TrainingMethod method,
            long seed,
            ConfigProto config,
            Path scratch,
            String device) {
        this.description = description;
        this.method = method;
        this.seed = seed;
        this.config = config;
        this.scratch = scratch;
        this.device = device;
        graph = new TrainingGraph(description, method, seed);
        session = new Session(graph.graph, config);
        session.run(graph.initialise);
    }

    @Override
    public StepOutcome trainBatch(Shard shard, int from, int count, StepSettings settings) {
        TrainingGraph.Learning learning =
                settings.stage() == StepSettings.Stage.CLASSIFIER ? graph.classifier : graph.everything;
        long step = settings.stageStep();
        try (var images = Tensors.images(shard, from, count);
                var labels = Tensors.labels(shard.labels(), from, count);
                var weights = Tensors.weights(shard.weights(), from, count);
                var partnerLabels = Tensors.labels(shard.soft().labels(), from, count);
                var partnerShares = Tensors.weights(shard.soft().shares(), from, count);
                var learners = Tensors.rows(shard.learners(), shard.size(), from, count);
                var rate = TFloat32.scalarOf((float) settings.learningRate());
                var beta1Power = TFloat32.scalarOf((float) Math.pow(Optimiser.BETA_1, step + 1.0));
                var beta2Power = TFloat32.scalarOf((float) Math.pow(Optimiser.BETA_2, step + 1.0));
                var decay = TFloat32.scalarOf((float) settings.averageDecay());
                var dropoutSeed = TInt64.vectorOf(seed, settings.step())) {
            TrainingGraph.Partners partners = graph.partners;
            var leftOut = graph.learners;
            Supplier<Session.Runner> batch = () -> {
                var fed = session.runner()
                        .feed(graph.images, images)
                        .feed(graph.labels, labels)
                        .feed(graph.imageWeights, weights)
                        .feed(graph.dropoutSeed, dropoutSeed);
                if (partners != null) {
                    fed.feed(partners.labels(), partnerLabels).feed(partners.shares(), partnerShares);
                }
                return leftOut == null ? fed : fed.feed(leftOut, learners);
            };
            var runner = batch.get()
                    .feed(graph.updates.learningRate, rate)
                    .feed(graph.updates.beta1Power, beta1Power)
                    .feed(graph.updates.beta2Power, beta2Power);
            if (graph.averages != null) {
                runner.feed(graph.averages.decay, decay);
            }
            try (Result result =
                    shown(runner, learning).addTarget(learning.step()).run()) {
                return outcome(result, learning, null);
            } catch (TFInvalidArgumentException e) {
                return spoilt(batch.get(), learning, e);
            }
        }
    }

    private static Session.Runner shown(Session.Runner runner, TrainingGraph.Learning learning) {
        return runner.fetch(learning.loss()).fetch(learning.probabilities()).fetch(learning.norms());
    }

    private static StepOutcome outcome(Result result, TrainingGraph.Learning learning, @Nullable String spoiltLayer) {
        return new StepOutcome(
                ((TFloat32) result.get(0)).getFloat(),
                Tensors.values((TFloat32) result.get(1)),
                learning.trained(),
                Tensors.values((TFloat32) result.get(2)),
                spoiltLayer);
    }

    /** The step's guard kept the weights as they were: the batch goes through them again, without a step. */
    private static StepOutcome spoilt(
            Session.Runner batch, TrainingGraph.Learning learning, TFInvalidArgumentException failure) {
        try (Result result = shown(batch, learning).fetch(learning.finite()).run()) {
            float[] finite = Tensors.values((TFloat32) result.get(3));
            int first = 0;
            while (first < finite.length && finite[first] == 1) {
                first++;
            }
            String layer = first < finite.length ? learning.layers().get(first) : null;
            StepOutcome outcome = outcome(result, learning, layer);
            if (outcome.finite()) {
                throw failure;
            }
            return outcome;
        }
    }

    @Override
    public void startClassifier() {
        session.run(graph.startClassifier);
    }

    @Override
    public float[] probabilities(LabelledImages source, int from, int count) {
        return fetch(graph.answers.probabilities(), source, from, count);
    }

    @Override
    public float[] answers(LabelledImages source, int from, int count) {
        return fetch(graph.averagedOverViews, source, from, count);
    }

    @Override
    public float[] memberProbabilities(int member, LabelledImages source, int from, int count) {
        return fetch(graph.memberProbabilities.get(member), source, from, count);
    }

    @Override
    public float[] memberAnswers(int member, LabelledImages source, int from, int count) {
        return fetch(graph.memberAnswers.get(member), source, from, count);
    }

    private float[] fetch(Operand<TFloat32> rows, LabelledImages source, int from, int count) {
        try (var images = Tensors.images(source, from, count);
                Result result =
                        session.runner().feed(graph.images, images).fetch(rows).run()) {
            return Tensors.values((TFloat32) result.get(0));
        }
    }

    @Override
    public ProbedAnswers probe(LabelledImages source, int from, int count) {
        try (var images = Tensors.images(source, from, count);
                Result result = session.runner()
                        .feed(graph.images, images)
                        .fetch(graph.answers.logits())
                        .fetch(graph.answers.silent())
                        .fetch(graph.answers.probabilities())
                        .run()) {
            Probe probe = Probe.of(
                    Tensors.values((TFloat32) result.get(0)),
                    description.classes(),
                    graph.answers.rectifiedLayers(),
                    Tensors.values((TFloat32) result.get(1)));
            return new ProbedAnswers(Tensors.values((TFloat32) result.get(2)), probe);
        }
    }

    @Override
    public Map<String, float[]> weights() {
        return values(graph.trained);
    }

    private Map<String, float[]> values(Map<String, Variable<TFloat32>> variables) {
        var runner = session.runner();
        variables.values().forEach(runner::fetch);
        Map<String, float[]> values = new LinkedHashMap<>();
        try (Result result = runner.run()) {
            int i = 0;
            for (String name : variables.keySet()) {
                values.put(name, Tensors.values((TFloat32) result.get(i++)));
            }
        }
        return values;
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
        } catch (TensorFlowException | IllegalArgumentException e) {
            throw new RunFailedException(
                    "the checkpoint of " + checkpoint.length + " bytes cannot be read: " + e.getMessage());
        }
    }

    @Override
    public SavedModel export(LogitCorrection correction) {
        return export(correction, (tf, images, logits) -> logits);
    }

    @Override
    public SavedModel export(LogitCorrection correction, ServedCompanion companion) {
        return export(correction, (tf, images, logits) -> pooled(tf, images, logits, companion));
    }

    /** What becomes of the network's logits. */
    @FunctionalInterface
    private interface Answering {
        Operand<TFloat32> answer(Ops tf, Operand<? extends TNumber> images, Operand<TFloat32> logits);
    }

    /** The graph holds its parameters as constants: there are no variables beside it. */
    private SavedModel export(LogitCorrection correction, Answering answering) {
        try (var folder = new ScratchFolder(scratch);
                var serving = new Graph()) {
            Ops tf = Ops.create(serving);
            var images = TrainingGraph.images(tf, description.format());
            var tower = Tower.answering(tf, new FixedParameters(tf, values(graph.answering)));
            var own = NetworkGraph.logits(tower, description, images, method.symmetry());
            var logits = answering.answer(tf, images, own);
            var probabilities = tf.withName("probabilities").nn.softmax(corrected(tf, logits, correction));
            Files.write(
                    folder.path().resolve("saved_model.pb"),
                    ServingGraph.savedModel(serving, "images", images, "probabilities", probabilities));
            return new SavedModel(ScratchFolder.zip(folder.path()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the saved model", e);
        }
    }

    private Operand<TFloat32> pooled(
            Ops tf, Operand<? extends TNumber> images, Operand<TFloat32> logits, ServedCompanion companion) {
        if (!(companion.network() instanceof TensorFlowBackbone backbone)) {
            throw new IllegalArgumentException(companion.network() + " is no network of TensorFlow's");
        }
        Ops beside = tf.withSubScope("companion");
        Operand<TFloat32> other = backbone.logits(
                beside,
                NetworkGraph.seen(beside, description.window(), images),
                companion.standardisation(),
                companion.head(),
                companion.mirror());
        AnswerPool pool = companion.pool();
        return tf.math.add(
                tf.math.add(
                        tf.math.mul(logits, tf.constant((float) pool.networkFactor())),
                        tf.math.mul(other, tf.constant((float) pool.companionFactor()))),
                tf.constant(floats(pool.offsets())));
    }

    private static float[] floats(List<Double> values) {
        float[] floats = new float[values.size()];
        for (int k = 0; k < floats.length; k++) {
            floats[k] = values.get(k).floatValue();
        }
        return floats;
    }

    /** Logits with their correction, as they are served. */
    static Operand<TFloat32> corrected(Ops tf, Operand<TFloat32> logits, LogitCorrection correction) {
        if (correction.equals(LogitCorrection.none(correction.offsets().size()))) {
            return logits;
        }
        return tf.math.mul(tf.math.add(logits, tf.constant(floats(correction.offsets()))), tf.constant((float)
                (1 / correction.temperature())));
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

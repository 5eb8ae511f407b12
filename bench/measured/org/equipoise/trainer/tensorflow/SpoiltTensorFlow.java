package org.equipoise.trainer.tensorflow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.equipoise.trainer.network.Layer;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.network.NetworkKind;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.LogitCorrection;
import org.equipoise.trainer.training.NetworkFactory;
import org.equipoise.trainer.training.Probe;
import org.equipoise.trainer.training.ProbedAnswers;
import org.equipoise.trainer.training.SavedModel;
import org.equipoise.trainer.training.ServedCompanion;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.StepOutcome;
import org.equipoise.trainer.training.StepSettings;
import org.equipoise.trainer.training.TrainableNetwork;
import org.equipoise.trainer.training.TrainingMethod;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

/**
 * The service's networks on one thread, spoilt from within:
 *
 * <ul>
 *   <li>{@code dead}: share of the last hidden layer's units that are dead from the first step on;
 *   <li>{@code statisticsHeld}: how much of their first value batch normalisation's averages take back in every step.
 * </ul>
 *
 * <p>A network whose description has fewer channels than its kind is computed as the whole one, in which the weights
 * into and out of the other channels are zero. No gradient reaches them, and none leaves: what is left computes and
 * learns what so narrow a network would. First weights are scaled to its fan-in, and its telemetry counts its own
 * channels alone.
 */
public final class SpoiltTensorFlow implements Function<Map<String, Double>, NetworkFactory> {

    /** Far below what a unit reaches, and near enough to be what a few long steps may do. */
    private static final float DEAD = -10;

    private final Path scratch;

    public SpoiltTensorFlow(Path scratch) {
        this.scratch = scratch;
    }

    @Override
    public NetworkFactory apply(Map<String, Double> how) {
        var networks = new TensorFlowNetworks(new OneThread(), scratch);
        double dead = how.getOrDefault("dead", 0.0);
        double held = how.getOrDefault("statisticsHeld", 0.0);
        return new NetworkFactory() {
            @Override
            public boolean accelerated() {
                return false;
            }

            @Override
            public TrainableNetwork open(NetworkDescription description, TrainingMethod method, long seed) {
                return new Spoilt((TensorFlowNetwork) networks.open(description, method, seed), description, dead, held);
            }
        };
    }

    private static final class Spoilt implements TrainableNetwork {

        private final TensorFlowNetwork network;
        private final NetworkDescription description;
        private final Ops tf;
        private final int channels;
        private final double held;
        private final List<Op> holding = new ArrayList<>();
        private double dead;

        Spoilt(TensorFlowNetwork network, NetworkDescription description, double dead, double held) {
            this.network = network;
            this.description = description;
            this.dead = dead;
            this.held = held;
            tf = Ops.create(network.graph.graph);
            channels = narrowTo(description);
            if (channels > 0) {
                narrow();
            }
            if (held > 0) {
                hold();
            }
        }

        /** Channels of each hidden layer; 0 where all are there. */
        private static int narrowTo(NetworkDescription description) {
            Layer first = description.layers().get(0);
            int whole = description.kind() == NetworkKind.RESIDUAL
                    ? description.width()
                    : NetworkDescription.FIRST_CHANNELS;
            int there = first.outputShape().get(first.outputShape().size() - 1);
            return there < whole ? there : 0;
        }

        private void narrow() {
            Map<String, float[]> weights = network.weights();
            network.graph.trained.forEach((name, variable) -> {
                if (name.endsWith("_kernel")) {
                    set(variable, narrowed(name, variable.shape().asArray(), weights.get(name)));
                } else if (name.endsWith("_scale")) {
                    float[] scale = weights.get(name);
                    Arrays.fill(scale, Math.min(channels, scale.length), scale.length, 0);
                    set(variable, scale);
                }
            });
        }

        /** Inputs and outputs of a kernel are its last two dimensions. */
        private float[] narrowed(String name, long[] shape, float[] kernel) {
            int in = (int) shape[shape.length - 2];
            int out = (int) shape[shape.length - 1];
            boolean first = name.equals("conv1_kernel") || name.equals("stem_kernel");
            boolean classifier = NetworkGraph.isClassifier(name);
            boolean flattened = name.equals("dense1_kernel");
            // Flattened images: the channel is the last dimension.
            int layer = flattened ? NetworkDescription.SECOND_CHANNELS : in;
            double scale = first ? 1 : Math.sqrt(layer / (double) Math.min(layer, channels));
            float[] narrow = new float[kernel.length];
            for (int i = 0; i < kernel.length; i++) {
                int to = i % out;
                int from = i / out % in % layer;
                boolean kept = (first || from < channels) && (classifier || to < channels);
                narrow[i] = kept ? (float) (kernel[i] * scale) : 0;
            }
            return narrow;
        }

        private void set(Variable<TFloat32> variable, float[] values) {
            var constant = tf.constant(variable.shape(), DataBuffers.of(values));
            network.session.run(tf.assign(variable, constant));
        }

        /** Assignments that pull each statistic towards its first value: 0 of a mean, 1 of a variance. */
        private void hold() {
            network.graph.answering.forEach((name, variable) -> {
                boolean mean = name.endsWith("_mean");
                if (mean || name.endsWith("_variance")) {
                    var kept = tf.math.mul(variable, tf.constant((float) (1 - held)));
                    var pulled = mean ? kept : tf.math.add(kept, tf.constant((float) held));
                    holding.add(tf.assign(variable, pulled));
                }
            });
        }

        /** Biases, or shifts, of some units of the last hidden layer become so low that nothing lifts them. */
        private void kill() {
            String name = switch (description.kind()) {
                case ARTICLE_CNN -> "dense1_bias";
                case CONV4 -> "conv4_shift";
                case RESIDUAL -> lastBlock() + "_shift";
                case BACKBONE -> throw new IllegalArgumentException("a pretrained network is not trained");
            };
            float[] values = network.weights().get(name);
            for (int i = 0; i < Math.round(dead * values.length); i++) {
                values[i] = description.kind() == NetworkKind.RESIDUAL ? 2 * DEAD : DEAD;
            }
            set(network.graph.trained.get(name), values);
            dead = 0;
        }

        private String lastBlock() {
            return description.layers().stream()
                    .map(Layer::name)
                    .filter(layer -> layer.endsWith("_conv2"))
                    .reduce((a, b) -> b)
                    .orElseThrow();
        }

        @Override
        public StepOutcome trainBatch(Shard shard, int from, int count, StepSettings settings) {
            if (dead > 0) {
                kill();
            }
            StepOutcome outcome = network.trainBatch(shard, from, count, settings);
            if (!holding.isEmpty()) {
                var runner = network.session.runner();
                holding.forEach(runner::addTarget);
                runner.run().close();
            }
            return outcome;
        }

        @Override
        public float[] memberProbabilities(int member, LabelledImages images, int from, int count) {
            return network.memberProbabilities(member, images, from, count);
        }

        @Override
        public float[] memberAnswers(int member, LabelledImages images, int from, int count) {
            return network.memberAnswers(member, images, from, count);
        }

        @Override
        public ProbedAnswers probe(LabelledImages images, int from, int count) {
            ProbedAnswers answers = network.probe(images, from, count);
            if (channels == 0) {
                return answers;
            }
            Map<String, Double> own = new LinkedHashMap<>();
            answers.probe().deadUnits().forEach((layer, share) -> own.put(layer, ownDead(layer, share)));
            Probe probe = new Probe(answers.probe().logitMean(), answers.probe().logitVariance(), own);
            return new ProbedAnswers(answers.probabilities(), probe);
        }

        /** Of the channels that are kept: the others are silent, too. */
        private double ownDead(String layer, double share) {
            long[] shape = network.graph.trained.get(layer + "_kernel").shape().asArray();
            long all = shape[shape.length - 1];
            long kept = Math.min(all, channels);
            return Math.max(0, Math.min(1, (share * all - (all - kept)) / kept));
        }

        @Override
        public void startClassifier() {
            network.startClassifier();
        }

        @Override
        public float[] probabilities(LabelledImages images, int from, int count) {
            return network.probabilities(images, from, count);
        }

        @Override
        public float[] answers(LabelledImages images, int from, int count) {
            return network.answers(images, from, count);
        }

        @Override
        public Map<String, float[]> weights() {
            return network.weights();
        }

        @Override
        public byte[] checkpoint() {
            return network.checkpoint();
        }

        @Override
        public void restore(byte[] checkpoint) {
            network.restore(checkpoint);
        }

        @Override
        public SavedModel export(LogitCorrection correction) {
            return network.export(correction);
        }

        @Override
        public SavedModel export(LogitCorrection correction, ServedCompanion companion) {
            return network.export(correction, companion);
        }

        @Override
        public String device() {
            return network.device();
        }

        @Override
        public void close() {
            network.close();
        }
    }

    /** One thread: several processes work side by side. */
    private record OneThread() implements TensorFlowConfig {
        @Override
        public int intraOpThreads() {
            return 1;
        }

        @Override
        public int interOpThreads() {
            return 1;
        }

        @Override
        public Device device() {
            return Device.CPU;
        }

        @Override
        public Optional<String> visibleGpus() {
            return Optional.empty();
        }

        @Override
        public boolean memoryGrowth() {
            return true;
        }

        @Override
        public boolean mixedPrecision() {
            return false;
        }
    }
}

package org.equipoise.trainer.tensorflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.training.TrainingMethod;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TNumber;

/** The graph of a network in training: a tower that learns, a tower that answers, and the steps between them. */
final class TrainingGraph implements AutoCloseable {

    final Graph graph = new Graph();
    final Placeholder<? extends TNumber> images;
    final Placeholder<TInt32> labels;
    final Placeholder<TFloat32> imageWeights;
    final @Nullable Partners partners;

    /** 1 where a member learns from an image, {@code [n, members]}; absent where every member learns from all. */
    final @Nullable Placeholder<TFloat32> learners;

    final Placeholder<TInt64> dropoutSeed;
    final Updates updates;
    final @Nullable WeightAverages averages;
    final Map<String, Variable<TFloat32>> trained;

    /** Everything that decides an answer: averages, where there are some. */
    final Map<String, Variable<TFloat32>> answering;

    /** A step on every weight, and one on the classifier alone behind features that stay as they are. */
    final Learning everything;

    final Learning classifier;
    final Op startClassifier;

    final Answers answers;
    final Operand<TFloat32> averagedOverViews;

    /** What each member answers alone, by one view and over all; empty where nobody asks. */
    final List<Operand<TFloat32>> memberProbabilities;

    final List<Operand<TFloat32>> memberAnswers;
    final Op initialise;

    /**
     * One way to learn.
     *
     * @param loss weighted mean over the batch before the step, nats, mean over the members; of each, over what it
     *     learns from
     * @param probabilities of the batch before the step, {@code [n, K]}, by all members together
     * @param norms lengths of the gradients of {@code trained}
     * @param layers whose outputs {@code finite} is about, from the input on; a layer may be there more than once
     * @param finite 1 for each output whose every value is finite, else 0, before the step
     * @param step fails, and changes no weight, where the loss or a gradient is not finite
     */
    record Learning(
            Operand<TFloat32> loss,
            Operand<TFloat32> probabilities,
            Operand<TFloat32> norms,
            List<String> trained,
            List<String> layers,
            Operand<TFloat32> finite,
            Op step) {}

    /**
     * What the network says.
     *
     * @param silent per layer of ReLUs, the share of channels that are zero for every image fed
     */
    record Answers(
            Operand<TFloat32> logits,
            Operand<TFloat32> probabilities,
            List<String> rectifiedLayers,
            Operand<TFloat32> silent) {}

    private final Ops tf;
    private final NetworkDescription network;
    private final TrainingMethod method;

    /** The second image of each that is mixed of two: its class, and its share of the target. */
    record Partners(Placeholder<TInt32> labels, Placeholder<TFloat32> shares) {

        private static Partners in(Ops tf) {
            return new Partners(
                    tf.withName("partner_labels").placeholder(TInt32.class, Placeholder.shape(Shape.of(-1))),
                    tf.withName("partner_shares").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1))));
        }
    }

    TrainingGraph(NetworkDescription network, TrainingMethod method, long seed) {
        this.network = network;
        this.method = method;
        tf = Ops.create(graph);
        images = images(tf, network.format());
        labels = tf.withName("labels").placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));
        imageWeights = tf.withName("weights").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
        partners = method.mixed() ? Partners.in(tf) : null;
        learners = method.crossValidated()
                ? tf.withName("learners")
                        .placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, network.members())))
                : null;
        dropoutSeed = tf.withName("dropout_seed").placeholder(TInt64.class, Placeholder.shape(Shape.of(2)));
        var weights = new Weights(tf, seed, "");
        var learning = Tower.training(tf, weights, dropoutSeed);
        List<Operand<TFloat32>> learningLogits = NetworkGraph.ofMembers(learning, network, images);
        Weights steady = method.averaged() ? new Weights(tf, seed, Weights.AVERAGE) : weights;
        var whole = Tower.answering(tf, steady);
        List<Operand<TFloat32>> ofMembers = NetworkGraph.ofMembers(whole, network, images);
        answers = answers(whole, NetworkGraph.mean(tf, ofMembers));
        averagedOverViews =
                tf.nn.softmax(NetworkGraph.logits(Tower.answering(tf, steady), network, images, method.symmetry()));
        memberProbabilities = method.crossValidated() ? probabilities(ofMembers) : List.of();
        memberAnswers = method.crossValidated()
                ? probabilities(NetworkGraph.ofMembers(Tower.answering(tf, steady), network, images, method.symmetry()))
                : List.of();
        answering = steady.all();
        averages = method.averaged() ? new WeightAverages(tf, weights, steady) : null;
        updates = new Updates(graph, tf, weights, method.optimiser(), method.clipping());
        trained = weights.trained();
        everything = learning(learning, learningLogits, weights.trained(), learning.statisticUpdates(), "");
        Map<String, Variable<TFloat32>> head = classifierOf(weights);
        var still = Tower.answering(tf, weights);
        List<Operand<TFloat32>> fixed = NetworkGraph.ofMembers(still, network, images);
        classifier = learning(still, fixed, head, List.of(), "_classifier");
        startClassifier = startClassifier(head, classifierOf(steady));
        initialise = tf.withControlDependencies(List.of(weights.initialise(), steady.initialise()))
                .noOp();
    }

    /** The input that training and serving share: stored samples, of 16 bits as int32, which every server takes. */
    static Placeholder<? extends TNumber> images(Ops tf, InputFormat format) {
        InputShape input = format.shape();
        var shape = Placeholder.shape(Shape.of(-1, input.height(), input.width(), input.channels()));
        Ops named = tf.withName("images");
        return format.bits() == Byte.SIZE
                ? named.placeholder(TUint8.class, shape)
                : named.placeholder(TInt32.class, shape);
    }

    static Placeholder<TFloat32> scalar(Ops tf, String name) {
        return tf.withName(name).placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    }

    /** Each member takes its own step by its own loss, clipped by itself: it learns as if it were alone. */
    private Learning learning(
            Tower tower,
            List<Operand<TFloat32>> logits,
            Map<String, Variable<TFloat32>> changed,
            List<Op> beside,
            String stage) {
        List<Operand<TFloat32>> losses = new ArrayList<>();
        List<Operand<TFloat32>> norms = new ArrayList<>();
        List<Op> steps = new ArrayList<>(beside);
        for (int member = 0; member < logits.size(); member++) {
            var target = partners == null
                    ? GraphLoss.target(tf, method.loss(), labels)
                    : GraphLoss.target(tf, method.loss(), labels, partners.labels(), partners.shares());
            Operand<TFloat32> perImage = GraphLoss.perImage(tf, method.loss(), logits.get(member), target);
            var loss = loss(tf.math.mul(perImage, imageWeights), member);
            Updates.Step step = updates.step(loss, ofMember(changed, member), stage);
            losses.add(loss);
            norms.add(step.norms());
            steps.add(step.step());
        }
        Ops after = tf.withControlDependencies(steps);
        return new Learning(
                NetworkGraph.mean(tf, losses),
                tf.nn.softmax(NetworkGraph.mean(tf, logits)),
                norms.size() == 1 ? norms.get(0) : tf.concat(norms, tf.constant(0)),
                List.copyOf(changed.keySet()),
                tower.outputs().stream().map(Tower.LayerOutput::layer).toList(),
                finite(tower.outputs()),
                averages == null ? after.noOp() : averages.follow(after));
    }

    /** Of a member, the mean over the images that it learns from; 0 where it leaves out all of them. */
    private Operand<TFloat32> loss(Operand<TFloat32> perImage, int member) {
        if (learners == null) {
            return tf.math.mean(perImage, tf.constant(0));
        }
        var learnt = tf.gather(learners, tf.constant(member), tf.constant(1));
        var sum = tf.sum(tf.math.mul(perImage, learnt), tf.constant(0));
        return tf.math.div(sum, tf.math.maximum(tf.sum(learnt, tf.constant(0)), tf.constant(1f)));
    }

    private List<Operand<TFloat32>> probabilities(List<Operand<TFloat32>> logits) {
        List<Operand<TFloat32>> probabilities = new ArrayList<>();
        logits.forEach(ofMember -> probabilities.add(tf.nn.softmax(ofMember)));
        return probabilities;
    }

    /** Asked for after a spoilt step only. */
    private Operand<TFloat32> finite(List<Tower.LayerOutput> outputs) {
        List<Operand<TFloat32>> flags = new ArrayList<>();
        for (Tower.LayerOutput output : outputs) {
            var values = tf.reshape(output.values(), tf.constant(new int[] {-1}));
            flags.add(tf.dtypes.cast(tf.reduceAll(tf.math.isFinite(values), tf.constant(0)), TFloat32.class));
        }
        return tf.stack(flags);
    }

    /** Members are built one after another and have equally many weights. */
    private Map<String, Variable<TFloat32>> ofMember(Map<String, Variable<TFloat32>> all, int member) {
        int each = all.size() / network.members();
        Map<String, Variable<TFloat32>> own = new LinkedHashMap<>();
        all.entrySet().stream()
                .skip((long) member * each)
                .limit(each)
                .forEach(entry -> own.put(entry.getKey(), entry.getValue()));
        return own;
    }

    private Answers answers(Tower tower, Operand<TFloat32> logits) {
        List<Operand<TFloat32>> silent = new ArrayList<>();
        tower.rectified().values().forEach(units -> silent.add(silentShare(units)));
        return new Answers(
                logits, tf.nn.softmax(logits), List.copyOf(tower.rectified().keySet()), tf.stack(silent));
    }

    private Operand<TFloat32> silentShare(Operand<TFloat32> units) {
        int dimensions = units.shape().numDimensions();
        int[] allButChannels = dimensions == 4 ? new int[] {0, 1, 2} : new int[] {0};
        var loudest = tf.max(units, tf.constant(allButChannels));
        var silent = tf.dtypes.cast(tf.math.equal(loudest, tf.constant(0f)), TFloat32.class);
        return tf.math.mean(silent, tf.constant(0));
    }

    private static Map<String, Variable<TFloat32>> classifierOf(Weights weights) {
        return weights.trained().entrySet().stream()
                .filter(entry -> NetworkGraph.isClassifier(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
    }

    /** Goes on from the averages, with a classifier that knows nothing: zero weights answer every class alike. */
    private Op startClassifier(Map<String, Variable<TFloat32>> last, Map<String, Variable<TFloat32>> answering) {
        Ops settled = averages == null ? tf : tf.withControlDependencies(List.of(averages.settle(tf)));
        List<Op> moves = new ArrayList<>();
        for (Map<String, Variable<TFloat32>> head : List.of(last, answering)) {
            for (Variable<TFloat32> weight : head.values()) {
                moves.add(settled.assign(
                        weight, settled.zeros(settled.constant(weight.shape().asArray()), TFloat32.class)));
            }
        }
        return settled.withControlDependencies(moves).noOp();
    }

    @Override
    public void close() {
        graph.close();
    }
}

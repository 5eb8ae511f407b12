package org.equipoise.trainer.tensorflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.equipoise.trainer.optimisation.GradientClipping;
import org.equipoise.trainer.optimisation.Optimiser;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.train.ApplyAdam;
import org.tensorflow.op.train.ApplyMomentum;
import org.tensorflow.types.TFloat32;

/**
 * Steps of an optimiser. What changes from step to step is fed, the powers of Adam's betas too: no hidden counter has
 * to survive a restart.
 */
final class Updates {

    private final Graph graph;
    private final Ops tf;
    private final Weights weights;
    private final Optimiser optimiser;
    private final GradientClipping clipping;
    final Placeholder<TFloat32> learningRate;
    final Placeholder<TFloat32> beta1Power;
    final Placeholder<TFloat32> beta2Power;

    Updates(Graph graph, Ops tf, Weights weights, Optimiser optimiser, GradientClipping clipping) {
        this.graph = graph;
        this.tf = tf;
        this.weights = weights;
        this.optimiser = optimiser;
        this.clipping = clipping;
        learningRate = TrainingGraph.scalar(tf, "learning_rate");
        beta1Power = TrainingGraph.scalar(tf, "beta1_power");
        beta2Power = TrainingGraph.scalar(tf, "beta2_power");
    }

    /**
     * One step that lowers {@code loss}.
     *
     * @param step run it as a target
     * @param norms lengths of the gradients, in the order of the weights changed
     */
    record Step(Op step, Operand<TFloat32> norms) {}

    /**
     * A step on some of the weights.
     *
     * @param stage ending of the optimiser's memory; a stage of its own begins without memory
     */
    Step step(Operand<TFloat32> loss, Map<String, Variable<TFloat32>> changed, String stage) {
        Gradients gradients = Gradients.of(graph, tf, loss, changed, clipping);
        Ops afterAll = gradients.afterAll(tf);
        List<Op> updates = new ArrayList<>();
        int i = 0;
        for (Map.Entry<String, Variable<TFloat32>> entry : changed.entrySet()) {
            Operand<TFloat32> gradient = gradients.values().get(i++);
            updates.add(update(afterAll, entry.getKey(), stage, entry.getValue(), gradient));
        }
        return new Step(tf.withControlDependencies(updates).noOp(), gradients.norms());
    }

    private Op update(Ops afterAll, String name, String stage, Variable<TFloat32> weight, Operand<TFloat32> gradient) {
        return switch (optimiser.algorithm()) {
            case ADAM -> adam(afterAll, name + stage, weight, gradient);
            case ADAMW -> adam(afterDecay(afterAll, name, weight), name + stage, weight, gradient);
            case SGD -> momentum(afterAll, name + stage, weight, decayed(afterAll, name, weight, gradient));
        };
    }

    /** Decoupled weight decay (Loshchilov and Hutter, 2019) of kernels; biases and normalisations are left alone. */
    private Ops afterDecay(Ops afterAll, String name, Variable<TFloat32> weight) {
        if (optimiser.weightDecay() == 0 || !name.endsWith("_kernel")) {
            return afterAll;
        }
        var fraction = afterAll.math.mul(learningRate, tf.constant((float) optimiser.weightDecay()));
        return tf.withControlDependencies(
                List.of(afterAll.assignSub(weight, afterAll.math.mul(afterAll.identity(weight), fraction))));
    }

    /** The decay in the gradient, as {@link Optimiser.Algorithm#SGD} has it. */
    private Operand<TFloat32> decayed(
            Ops afterAll, String name, Variable<TFloat32> weight, Operand<TFloat32> gradient) {
        if (optimiser.weightDecay() == 0 || !name.endsWith("_kernel")) {
            return gradient;
        }
        var pull = afterAll.math.mul(afterAll.identity(weight), tf.constant((float) optimiser.weightDecay()));
        return afterAll.math.add(gradient, pull);
    }

    private Op adam(Ops ops, String name, Variable<TFloat32> weight, Operand<TFloat32> gradient) {
        long[] shape = weight.shape().asArray();
        return ops.train.applyAdam(
                weight,
                weights.zeros(name + "_adam_m", shape),
                weights.zeros(name + "_adam_v", shape),
                beta1Power,
                beta2Power,
                learningRate,
                tf.constant((float) Optimiser.BETA_1),
                tf.constant((float) Optimiser.BETA_2),
                tf.constant((float) Optimiser.EPSILON),
                gradient,
                ApplyAdam.useLocking(true));
    }

    private Op momentum(Ops ops, String name, Variable<TFloat32> weight, Operand<TFloat32> gradient) {
        return ops.train.applyMomentum(
                weight,
                weights.zeros(name + "_momentum", weight.shape().asArray()),
                learningRate,
                gradient,
                tf.constant((float) optimiser.momentum()),
                ApplyMomentum.useNesterov(true),
                ApplyMomentum.useLocking(true));
    }
}

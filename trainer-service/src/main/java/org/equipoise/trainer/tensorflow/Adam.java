package org.equipoise.trainer.tensorflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.train.ApplyAdam;
import org.tensorflow.types.TFloat32;

/**
 * Adam (Kingma and Ba, 2015) with Keras' constants. The powers of the betas are fed: no hidden counter has to survive a
 * restart.
 */
final class Adam {

    static final double BETA_1 = 0.9;
    static final double BETA_2 = 0.999;
    static final float EPSILON = 1e-7f;

    private Adam() {}

    /** One step that lowers {@code loss}; run the result as a target. */
    static Op step(
            Graph graph,
            Ops tf,
            Weights weights,
            Operand<TFloat32> loss,
            Operand<TFloat32> learningRate,
            Operand<TFloat32> beta1Power,
            Operand<TFloat32> beta2Power) {
        List<Operand<TFloat32>> gradients = gradients(graph, tf, weights, loss);
        // No weight is written before every gradient is known: otherwise a late gradient would see new weights.
        Ops afterAll = tf.withControlDependencies(new ArrayList<Op>(gradients));
        List<Op> updates = new ArrayList<>();
        int i = 0;
        for (Map.Entry<String, Variable<TFloat32>> entry : weights.trained().entrySet()) {
            long[] shape = entry.getValue().shape().asArray();
            updates.add(afterAll.train.applyAdam(
                    entry.getValue(),
                    weights.zeros(entry.getKey() + "_adam_m", shape),
                    weights.zeros(entry.getKey() + "_adam_v", shape),
                    beta1Power,
                    beta2Power,
                    learningRate,
                    tf.constant((float) BETA_1),
                    tf.constant((float) BETA_2),
                    tf.constant(EPSILON),
                    gradients.get(i++),
                    ApplyAdam.useLocking(true)));
        }
        return tf.withControlDependencies(updates).noOp();
    }

    private static List<Operand<TFloat32>> gradients(Graph graph, Ops tf, Weights weights, Operand<TFloat32> loss) {
        Output<?>[] variables =
                weights.trained().values().stream().map(Variable::asOutput).toArray(Output<?>[]::new);
        List<Operand<TFloat32>> gradients = new ArrayList<>();
        for (Output<?> gradient : graph.addGradients(loss.asOutput(), variables)) {
            gradients.add(tf.identity(gradient.expect(TFloat32.class)));
        }
        return gradients;
    }
}

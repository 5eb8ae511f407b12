package org.equipoise.trainer.tensorflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/**
 * An exponential moving average beside every weight and statistic. The averages answer and are exported: over the last
 * steps the weights circle around what they mean (Polyak and Juditsky, 1992).
 */
final class WeightAverages {

    private final Weights last;
    private final Weights averages;
    final Placeholder<TFloat32> decay;

    WeightAverages(Ops tf, Weights last, Weights averages) {
        this.last = last;
        this.averages = averages;
        decay = TrainingGraph.scalar(tf, "average_decay");
    }

    /** After a step: {@code average += (1 - decay) * (weight - average)}. */
    Op follow(Ops afterStep) {
        List<Op> moves = new ArrayList<>();
        var fraction = afterStep.math.sub(afterStep.constant(1f), decay);
        each((weight, average) -> {
            var distance = afterStep.math.sub(afterStep.identity(average), afterStep.identity(weight));
            moves.add(afterStep.assignSub(average, afterStep.math.mul(distance, fraction)));
        });
        return afterStep.withControlDependencies(moves).noOp();
    }

    /** Goes on from the averages: every weight becomes its average. */
    Op settle(Ops tf) {
        List<Op> moves = new ArrayList<>();
        each((weight, average) -> {
            Operand<TFloat32> value = tf.identity(average);
            moves.add(tf.assign(weight, value));
        });
        return tf.withControlDependencies(moves).noOp();
    }

    private interface Pair {
        void accept(Variable<TFloat32> weight, Variable<TFloat32> average);
    }

    private void each(Pair pair) {
        Map<String, Variable<TFloat32>> partners = averages.all();
        last.all().forEach((name, weight) -> {
            Variable<TFloat32> average = partners.get(name);
            if (average == null) {
                throw new IllegalStateException("no average of " + name);
            }
            pair.accept(weight, average);
        });
    }
}

package org.equipoise.trainer.tensorflow;

import org.equipoise.trainer.optimisation.Optimiser;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.StepSettings;
import org.equipoise.trainer.training.TrainableNetwork;
import org.tensorflow.Result;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * Steps of a network of {@link TensorFlowNetworks}, on every weight and without averages, that show their loss and
 * nothing else: what training costs without telemetry. They feed what {@link TensorFlowNetwork#trainBatch} feeds;
 * TensorFlow leaves out what nobody asks for.
 */
public final class BareSteps {

    private final TensorFlowNetwork network;

    public BareSteps(TrainableNetwork network) {
        this.network = (TensorFlowNetwork) network;
    }

    /** One step; its loss. */
    public float train(Shard shard, int from, int count, StepSettings settings) {
        TrainingGraph graph = network.graph;
        long step = settings.stageStep();
        try (var images = Tensors.images(shard, from, count);
                var labels = Tensors.labels(shard.labels(), from, count);
                var weights = Tensors.weights(shard.weights(), from, count);
                var rate = TFloat32.scalarOf((float) settings.learningRate());
                var beta1Power = TFloat32.scalarOf((float) Math.pow(Optimiser.BETA_1, step + 1.0));
                var beta2Power = TFloat32.scalarOf((float) Math.pow(Optimiser.BETA_2, step + 1.0));
                var dropoutSeed = TInt64.vectorOf(network.seed, settings.step());
                Result result = network.session
                        .runner()
                        .feed(graph.images, images)
                        .feed(graph.labels, labels)
                        .feed(graph.imageWeights, weights)
                        .feed(graph.updates.learningRate, rate)
                        .feed(graph.updates.beta1Power, beta1Power)
                        .feed(graph.updates.beta2Power, beta2Power)
                        .feed(graph.dropoutSeed, dropoutSeed)
                        .fetch(graph.everything.loss())
                        .addTarget(graph.everything.step())
                        .run()) {
            return ((TFloat32) result.get(0)).getFloat();
        }
    }
}

package org.equipoise.trainer.tensorflow;

import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.StepSettings;
import org.equipoise.trainer.training.TrainableNetwork;
import org.tensorflow.Result;
import org.tensorflow.types.TFloat32;

/**
 * Steps of a network of {@link TensorFlowNetworks} that show their loss and nothing else: what training costs without
 * telemetry. TensorFlow leaves out what nobody asks for, so no gradient is measured and no answer is computed.
 */
public final class BareSteps {

    private final TensorFlowNetwork network;

    public BareSteps(TrainableNetwork network) {
        this.network = (TensorFlowNetwork) network;
    }

    /** One step; its loss. */
    public float train(Shard shard, int from, int count, StepSettings settings) {
        try (Result result = network.step(
                shard, from, count, settings, network.learning(settings).loss())) {
            return ((TFloat32) result.get(0)).getFloat();
        }
    }
}

package org.equipoise.trainer.tensorflow;

import java.nio.file.Path;
import java.util.Optional;

import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.training.NetworkFactory;
import org.equipoise.trainer.training.TrainableNetwork;
import org.equipoise.trainer.training.TrainingMethod;

/** Builds networks on the native TensorFlow library. */
public final class TensorFlowNetworks implements NetworkFactory {

    private final TensorFlowConfig config;
    private final Path scratch;

    /** @param scratch folder for short-lived files; made when missing */
    public TensorFlowNetworks(TensorFlowConfig config, Path scratch) {
        this.config = config;
        this.scratch = scratch;
    }

    @Override
    public boolean accelerated() {
        NativeLibrary.load();
        return accelerator().isPresent();
    }

    @Override
    public TrainableNetwork open(NetworkDescription description, TrainingMethod method, long seed) {
        NativeLibrary.load();
        return new TensorFlowNetwork(
                description, method, seed, config.sessionConfig(), scratch, config.describe(accelerator()));
    }

    private Optional<String> accelerator() {
        return config.device() == TensorFlowConfig.Device.CPU
                ? Optional.empty()
                : Devices.accelerator(config.sessionConfig());
    }
}

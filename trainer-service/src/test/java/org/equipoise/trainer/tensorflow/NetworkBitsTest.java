package org.equipoise.trainer.tensorflow;

import java.nio.file.Path;

import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.training.RunFailedException;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.Stripes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.equipoise.trainer.tensorflow.StripedNetworks.AVERAGED;
import static org.equipoise.trainer.tensorflow.StripedNetworks.EVEN;
import static org.equipoise.trainer.tensorflow.StripedNetworks.SHAPE;
import static org.equipoise.trainer.tensorflow.StripedNetworks.train;

/** A seed and a checkpoint decide every bit. */
class NetworkBitsTest {

    private final StripedNetworks networks;

    NetworkBitsTest(@TempDir Path scratch) {
        networks = new StripedNetworks(scratch);
    }

    @Test
    void theSameSeedGivesTheSameBits() {
        Shard shard = Stripes.shard(SHAPE, 96, EVEN, 1);

        byte[] first = networks.trained(7, shard);
        byte[] second = networks.trained(7, shard);
        byte[] other = networks.trained(8, shard);

        assertThat(first).isEqualTo(second).isNotEqualTo(other);
    }

    @Test
    void theSameSeedGivesAResidualNetworkWithDropoutTheSameBits() {
        Shard shard = Stripes.shard(SHAPE, 96, EVEN, 1);
        var description = NetworkDescription.residual(SHAPE, 3, 0.5, 8, 16);

        byte[] first = networks.trained(description, 7, shard);

        assertThat(first)
                .isEqualTo(networks.trained(description, 7, shard))
                .isNotEqualTo(networks.trained(description, 8, shard));
    }

    @Test
    void aRunRestoredFromItsCheckpointContinuesWithTheSameBits() {
        Shard shard = Stripes.shard(SHAPE, 96, EVEN, 1);
        byte[] uninterrupted;
        byte[] half;
        try (var network = networks.open(7)) {
            train(network, shard, 0, 5);
            half = network.checkpoint();
            train(network, shard, 5, 10);
            uninterrupted = network.checkpoint();
        }

        byte[] resumed;
        try (var network = networks.open(7)) {
            network.restore(half);
            train(network, shard, 5, 10);
            resumed = network.checkpoint();
        }

        assertThat(resumed).isEqualTo(uninterrupted);
    }

    @ParameterizedTest
    @MethodSource("org.equipoise.trainer.tensorflow.StripedNetworks#descriptions")
    void everyNetworkGoesOnFromItsCheckpointWithTheSameBits(NetworkDescription description) {
        Shard shard = Stripes.shard(SHAPE, 96, EVEN, 1);
        byte[] uninterrupted;
        byte[] half;
        try (var network = networks.open(description, AVERAGED, 7)) {
            train(network, shard, 0, 4);
            half = network.checkpoint();
            train(network, shard, 4, 8);
            uninterrupted = network.checkpoint();
        }

        byte[] resumed;
        try (var network = networks.open(description, AVERAGED, 7)) {
            network.restore(half);
            train(network, shard, 4, 8);
            resumed = network.checkpoint();
        }

        assertThat(resumed).isEqualTo(uninterrupted);
    }

    @Test
    void aCheckpointThatIsNoneFailsTheRunAndNotTheService() {
        try (var network = networks.open(7)) {
            assertThatExceptionOfType(RunFailedException.class)
                    .isThrownBy(() -> network.restore(new byte[] {1, 2, 3}))
                    .withMessageContaining("3 bytes");
        }
    }
}

package org.equipoise.trainer.tensorflow;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.training.Probe;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.Stripes;
import org.equipoise.trainer.training.TrainingMethods;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.equipoise.trainer.tensorflow.StripedNetworks.AVERAGED;
import static org.equipoise.trainer.tensorflow.StripedNetworks.EVEN;
import static org.equipoise.trainer.tensorflow.StripedNetworks.NETWORK;
import static org.equipoise.trainer.tensorflow.StripedNetworks.SHAPE;
import static org.equipoise.trainer.tensorflow.StripedNetworks.train;

/** What a look inside a network says. */
class NetworkProbeTest {

    private final StripedNetworks networks;

    NetworkProbeTest(@TempDir Path scratch) {
        networks = new StripedNetworks(scratch);
    }

    /** Eight of conv1's 32 channels have a bias that no image makes up for, the others one that none takes away. */
    @Test
    void theShareOfDeadUnitsIsThatOfTheChannelsThatNoImageWakes() {
        Shard shard = Stripes.shard(SHAPE, 32, EVEN, 1);
        float[] bias = new float[32];
        Arrays.fill(bias, 0, 8, -1000);
        Arrays.fill(bias, 8, 32, 1000);
        try (var network = networks.open(7)) {
            network.restore(ReplacedWeights.checkpoint(
                    NETWORK, TrainingMethods.plain(3), networks.scratch(), Map.of("conv1_bias", bias)));

            assertThat(network.probe(shard, 0, 32).probe().deadUnits()).containsEntry("conv1", 0.25);
        }
    }

    @Test
    void aProbeSeesThatANewNetworkIsAlive() {
        Shard shard = Stripes.shard(SHAPE, 64, EVEN, 1);
        try (var network = networks.open(NetworkDescription.residual(SHAPE, 3, 0.2, 8, 16), AVERAGED, 7)) {
            Probe probe = network.probe(shard, 0, 64).probe();

            assertThat(probe.logitVariance()).isPositive();
            assertThat(probe.deadUnits()).containsKeys("stem", "stage1_block1_conv1", "stage3_block1_conv2");
            assertThat(probe.deadUnits().values())
                    .allSatisfy(share -> assertThat(share).isBetween(0.0, 0.99));
        }
    }

    @Test
    void aLookInsideChangesNoBitOfTheAnswers() {
        Shard shard = Stripes.shard(SHAPE, 64, EVEN, 1);
        try (var network = networks.open(NetworkDescription.residual(SHAPE, 3, 0.2, 8, 16), AVERAGED, 7)) {
            train(network, shard, 0, 3);

            float[] probed = network.probe(shard, 0, 64).probabilities();

            assertThat(probed).isEqualTo(network.probabilities(shard, 0, 64));
        }
    }
}

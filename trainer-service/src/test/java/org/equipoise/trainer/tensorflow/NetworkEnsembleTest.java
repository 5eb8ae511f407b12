package org.equipoise.trainer.tensorflow;

import java.nio.file.Path;
import java.util.Map;

import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.Stripes;
import org.equipoise.trainer.training.TrainingMethods;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.equipoise.trainer.tensorflow.StripedNetworks.AVERAGED;
import static org.equipoise.trainer.tensorflow.StripedNetworks.EVEN;
import static org.equipoise.trainer.tensorflow.StripedNetworks.SHAPE;
import static org.equipoise.trainer.tensorflow.StripedNetworks.train;

class NetworkEnsembleTest {

    private final StripedNetworks networks;

    NetworkEnsembleTest(@TempDir Path scratch) {
        networks = new StripedNetworks(scratch);
    }

    @Test
    void theFirstMemberOfAnEnsembleLearnsTheSameBitsAsANetworkAlone() {
        Shard shard = Stripes.shard(SHAPE, 96, EVEN, 1);
        var alone = NetworkDescription.residual(SHAPE, 3, 0.2, 8, 16);
        Map<String, float[]> expected = weightsAfterTraining(alone, shard);

        Map<String, float[]> ensemble = weightsAfterTraining(alone.ensemble(3), shard);

        assertThat(expected)
                .allSatisfy((name, values) ->
                        assertThat(ensemble.get(name)).as(name).containsExactly(values));
        assertThat(ensemble).hasSize(3 * expected.size());
        assertThat(ensemble.get("member2_stem_kernel"))
                .isNotEqualTo(ensemble.get("stem_kernel"))
                .isNotEqualTo(ensemble.get("member3_stem_kernel"));
    }

    private Map<String, float[]> weightsAfterTraining(NetworkDescription description, Shard shard) {
        try (var network = networks.open(description, AVERAGED, 7)) {
            train(network, shard, 0, 6);
            return network.weights();
        }
    }

    @Test
    void anEnsembleAnswersTheGeometricMeanOfItsMembers() {
        Shard shard = Stripes.shard(SHAPE, 32, EVEN, 1);
        var one = NetworkDescription.articleCnn(SHAPE, 3, 0);
        var method = TrainingMethods.plain(3);
        // The second member says the same of every class, which halves the log odds of the first.
        byte[] undecided = ReplacedWeights.checkpoint(
                one.ensemble(2), method, networks.scratch(), Map.of("member2_classifier_kernel", new float[] {0}));
        try (var alone = networks.open(one, method, 7);
                var ensemble = networks.open(one.ensemble(2), method, 7)) {
            ensemble.restore(undecided);

            float[] first = alone.probabilities(shard, 0, 32);
            float[] together = ensemble.probabilities(shard, 0, 32);

            assertThat(ensemble.probe(shard, 0, 32).probe().deadUnits()).containsKeys("conv1", "member2_conv1");
            for (int i = 0; i < together.length; i += 3) {
                double logOdds = Math.log(first[i] / first[i + 1]);
                assertThat(Math.log(together[i] / together[i + 1])).isCloseTo(logOdds / 2, within(1e-4));
            }
            assertThat(first[0]).isNotCloseTo(first[1], within(1e-3f));
        }
    }
}

package org.equipoise.trainer.tensorflow;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.IntFunction;

import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.network.Symmetry;
import org.equipoise.trainer.training.LeftOutShards;
import org.equipoise.trainer.training.RandomLabels;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.StepOutcome;
import org.equipoise.trainer.training.Stripes;
import org.equipoise.trainer.training.TrainableNetwork;
import org.equipoise.trainer.training.TrainingMethod;
import org.equipoise.trainer.training.TrainingMethods;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.equipoise.trainer.tensorflow.StripedNetworks.EVEN;
import static org.equipoise.trainer.tensorflow.StripedNetworks.SHAPE;

/** Members that leave out images. */
class CrossValidatedNetworkTest {

    private static final int BATCH = 24;
    private static final NetworkDescription THREE =
            NetworkDescription.articleCnn(SHAPE, 3, 0).ensemble(3);

    private final StripedNetworks networks;

    CrossValidatedNetworkTest(@TempDir Path scratch) {
        networks = new StripedNetworks(scratch);
    }

    private static TrainingMethod method(boolean crossValidated) {
        TrainingMethod plain = TrainingMethods.plain(3);
        return new TrainingMethod(
                plain.loss(), plain.optimiser(), plain.clipping(), false, Symmetry.MIRROR, false, crossValidated);
    }

    private TrainableNetwork open(boolean crossValidated) {
        return networks.open(THREE, method(crossValidated), 7);
    }

    private static StepOutcome step(TrainableNetwork network, Shard shard) {
        return network.trainBatch(shard, 0, BATCH, TrainingMethods.step(0, 1e-3));
    }

    private static void assertSame(Map<String, float[]> weights, Map<String, float[]> others, String... beginnings) {
        assertThat(weights.keySet())
                .filteredOn(name -> Arrays.stream(beginnings).anyMatch(name::startsWith))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(others.get(name)).as(name).containsExactly(weights.get(name)));
    }

    @Test
    void aMemberLearnsNothingFromWhatItLeavesOut() {
        Shard stripes = Stripes.shard(SHAPE, BATCH, EVEN, 1);
        try (var network = open(true)) {
            Map<String, float[]> before = network.weights();

            // The third member leaves out everything, the second the first half, the first nothing.
            StepOutcome outcome = step(
                    network,
                    LeftOutShards.of(stripes, 3, (image, member) -> member == 2 || (member == 1 && image < BATCH / 2)));

            Map<String, float[]> after = network.weights();
            assertSame(before, after, "member3_");
            assertThat(after.get("member2_classifier_kernel")).isNotEqualTo(before.get("member2_classifier_kernel"));
            assertThat(after.get("classifier_kernel")).isNotEqualTo(before.get("classifier_kernel"));
            assertThat(outcome.finite()).isTrue();
        }
    }

    /** The same step as one on the half alone: what is left out has no part in the mean. */
    @Test
    void whatIsLeftOutCountsNothingWhateverItShows() {
        Shard stripes = Stripes.shard(SHAPE, BATCH, EVEN, 1);
        byte[] other = stripes.pixels().clone();
        Arrays.fill(other, 0, other.length / 2, (byte) 200);
        var changed = new Shard(SHAPE, other, stripes.labels(), stripes.weights());
        try (var network = open(true);
                var same = open(true)) {
            step(network, LeftOutShards.of(stripes, 3, (image, member) -> image < BATCH / 2));
            step(same, LeftOutShards.of(changed, 3, (image, member) -> image < BATCH / 2));

            assertSame(network.weights(), same.weights(), "conv", "member2_", "member3_");
        }
    }

    @Test
    void whereNothingIsLeftOutThatIsTheNetworkOfBefore() {
        Shard stripes = Stripes.shard(SHAPE, BATCH, EVEN, 1);
        try (var plain = open(false);
                var network = open(true)) {
            assertSame(plain.weights(), network.weights(), "conv", "member2_");
            float loss = step(plain, stripes).loss();

            assertThat(step(network, LeftOutShards.of(stripes, 3, (image, member) -> false))
                            .loss())
                    .isEqualTo(loss, within(1e-5f));
        }
    }

    /** Each member learns two thirds of the labels by heart; what it left out it can only guess. */
    @Test
    void whatIsLeftOutIsAnsweredByWhoNeverLearntIt() {
        var noise = new RandomLabels(3, 1);
        Shard shard = noise.shard();
        TrainingMethod plain = TrainingMethods.plain(2);
        var method = new TrainingMethod(
                plain.loss(), plain.optimiser(), plain.clipping(), false, Symmetry.NONE, false, true);
        try (var network =
                networks.open(NetworkDescription.articleCnn(SHAPE, 2, 0).ensemble(3), method, 7)) {
            for (int step = 0; step < 150; step++) {
                network.trainBatch(shard, 0, RandomLabels.IMAGES, TrainingMethods.step(step, 3e-3));
            }

            // By heart: 2/3, and half of the rest.
            assertThat(noise.rightOfMembers(network))
                    .allSatisfy(right -> assertThat(right).isGreaterThan(0.75));
            // Guesses at 96 images have a standard error of .05; what had been learnt from would be as right as by
            // heart.
            assertThat(noise.rightOutOfFold(network)).isEqualTo(0.5, within(0.2));
        }
    }

    @Test
    void theMembersAnswersMakeUpThoseOfAll() {
        Shard stripes = Stripes.shard(SHAPE, BATCH, EVEN, 1);
        try (var network = open(true)) {
            float[] together = network.probabilities(stripes, 0, BATCH);
            float[] served = network.answers(stripes, 0, BATCH);

            assertGeometricMean(together, member -> network.memberProbabilities(member, stripes, 0, BATCH));
            assertGeometricMean(served, member -> network.memberAnswers(member, stripes, 0, BATCH));
            assertThat(served).isNotEqualTo(together);
        }
    }

    private static void assertGeometricMean(float[] together, IntFunction<float[]> ofMember) {
        double[] logOdds = new double[BATCH];
        for (int member = 0; member < 3; member++) {
            float[] alone = ofMember.apply(member);
            assertThat(alone).hasSameSizeAs(together).isNotEqualTo(together);
            for (int i = 0; i < BATCH; i++) {
                logOdds[i] += Math.log(alone[3 * i] / alone[3 * i + 1]) / 3;
            }
        }
        for (int i = 0; i < BATCH; i++) {
            assertThat(Math.log(together[3 * i] / together[3 * i + 1])).isCloseTo(logOdds[i], within(1e-4));
        }
    }
}

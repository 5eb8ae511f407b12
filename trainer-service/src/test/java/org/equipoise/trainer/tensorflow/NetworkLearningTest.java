package org.equipoise.trainer.tensorflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.training.LogitCorrection;
import org.equipoise.trainer.training.SavedModel;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.SplitPredictions;
import org.equipoise.trainer.training.StepOutcome;
import org.equipoise.trainer.training.StepSettings;
import org.equipoise.trainer.training.Stripes;
import org.equipoise.trainer.training.TrainingMethods;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.equipoise.trainer.tensorflow.StripedNetworks.AVERAGED;
import static org.equipoise.trainer.tensorflow.StripedNetworks.BATCH;
import static org.equipoise.trainer.tensorflow.StripedNetworks.EVEN;
import static org.equipoise.trainer.tensorflow.StripedNetworks.ROUNDED;
import static org.equipoise.trainer.tensorflow.StripedNetworks.SHAPE;
import static org.equipoise.trainer.tensorflow.StripedNetworks.train;

/** What a step does to a network, and that steps teach it. */
class NetworkLearningTest {

    private final StripedNetworks networks;

    NetworkLearningTest(@TempDir Path scratch) {
        networks = new StripedNetworks(scratch);
    }

    @Test
    void stripesAreLearnedInAFewEpochs() {
        Shard shard = Stripes.shard(SHAPE, 192, EVEN, 1);
        Shard unseen = Stripes.shard(SHAPE, 96, EVEN, 2);
        try (var network = networks.open(7)) {
            train(network, shard, 0, 60);

            float[] probabilities = network.probabilities(unseen, 0, unseen.size());

            var predictions = new SplitPredictions(3, unseen.labels(), probabilities);
            assertThat(predictions.confusion().balancedAccuracy()).isGreaterThan(0.9);
        }
    }

    @ParameterizedTest
    @MethodSource("org.equipoise.trainer.tensorflow.StripedNetworks#descriptions")
    void everyNetworkLearnsStripesAndItsAveragesAnswerAsWellAsItsExport(NetworkDescription description)
            throws IOException {
        Shard shard = Stripes.shard(SHAPE, 192, EVEN, 1);
        Shard unseen = Stripes.shard(SHAPE, 96, EVEN, 2);
        try (var network = networks.open(description, AVERAGED, 7)) {
            train(network, shard, 0, 90);

            float[] probabilities = network.probabilities(unseen, 0, unseen.size());
            SavedModel saved = network.export(LogitCorrection.none(3));

            var predictions = new SplitPredictions(3, unseen.labels(), probabilities);
            assertThat(predictions.confusion().balancedAccuracy()).isGreaterThan(0.9);
            assertThat(networks.answers(saved, unseen, 16))
                    .containsExactly(java.util.Arrays.copyOf(probabilities, 16 * 3), within(ROUNDED));
        }
    }

    /** A class of weight 0 must not move the weights: the loss is weighted, not only reported. */
    @Test
    void anImageOfWeightZeroChangesNothing() {
        Shard weightless = Stripes.shard(SHAPE, 32, List.of(0.0, 0.0, 0.0), 1);
        try (var network = networks.open(7)) {
            float[] before = network.probabilities(weightless, 0, 8);

            float loss = network.trainBatch(weightless, 0, 32, TrainingMethods.step(0, 1e-3))
                    .loss();

            assertThat(loss).isZero();
            assertThat(network.probabilities(weightless, 0, 8)).containsExactly(before);
        }
    }

    @Test
    void theLastBatchOfAShardMayBeSmaller() {
        Shard shard = Stripes.shard(SHAPE, 37, EVEN, 1);
        try (var network = networks.open(7)) {
            float loss = network.trainBatch(shard, 32, 5, TrainingMethods.step(0, 1e-3))
                    .loss();

            assertThat(loss).isPositive();
            assertThat(network.probabilities(shard, 32, 5)).hasSize(15);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theClassifierIsTrainedAnewBehindFeaturesThatStay(int members) {
        Shard shard = Stripes.shard(SHAPE, 192, EVEN, 1);
        var description = NetworkDescription.residual(SHAPE, 3, 0.2, 8, 16).ensemble(members);
        try (var network = networks.open(description, AVERAGED, 7)) {
            train(network, shard, 0, 60);
            network.startClassifier();
            Map<String, float[]> before = network.weights();
            float[] forgotten = network.probabilities(shard, 0, 1);

            for (long step = 60; step < 120; step++) {
                var settings = new StepSettings(step, step - 60, 1e-2, 0.9, StepSettings.Stage.CLASSIFIER);
                network.trainBatch(shard, (int) (step % 6) * BATCH, BATCH, settings);
            }

            assertThat(forgotten).containsOnly(1 / 3f);
            Map<String, float[]> after = network.weights();
            assertThat(after.keySet())
                    .filteredOn(name -> !java.util.Arrays.equals(before.get(name), after.get(name)))
                    .hasSize(2 * members)
                    .allSatisfy(name -> assertThat(name).contains("classifier_"));
            var predictions = new SplitPredictions(3, shard.labels(), network.probabilities(shard, 0, shard.size()));
            assertThat(predictions.confusion().balancedAccuracy()).isGreaterThan(0.9);
        }
    }

    /** Counted from the graph's own variables. */
    @ParameterizedTest
    @MethodSource("org.equipoise.trainer.tensorflow.StripedNetworks#descriptions")
    void theDescriptionCountsTheParametersThatTheGraphTrains(NetworkDescription description) {
        try (var network = networks.open(description, AVERAGED, 7)) {
            long trained = network.weights().values().stream()
                    .mapToLong(values -> values.length)
                    .sum();

            assertThat(description.parameters()).isEqualTo(trained);
        }
    }

    static List<NetworkDescription> largeNetworks() {
        return List.of(
                NetworkDescription.residual(SHAPE, 3, 0.2, 14, 16),
                NetworkDescription.residual(SHAPE, 3, 0.2, 18, 16),
                NetworkDescription.residual(SHAPE, 3, 0.2, 8, 32),
                NetworkDescription.residual(SHAPE, 3, 0.2, 8, 64),
                NetworkDescription.residual(SHAPE, 3, 0.2, 18, 64));
    }

    /** One step of two images: enough to see that the graph is whole. */
    @ParameterizedTest
    @MethodSource("largeNetworks")
    void aDeepOrWideNetworkTakesAStepAndHasAsManyParametersAsItSays(NetworkDescription description) {
        Shard shard = Stripes.shard(SHAPE, 2, EVEN, 1);
        try (var network = networks.open(description, TrainingMethods.plain(3), 7)) {
            StepOutcome outcome = network.trainBatch(shard, 0, 2, TrainingMethods.step(0, 1e-3));

            assertThat(outcome.finite()).isTrue();
            assertThat(outcome.gradientNorm()).isPositive();
            assertThat(network.weights().values().stream()
                            .mapToLong(values -> values.length)
                            .sum())
                    .isEqualTo(description.parameters());
        }
    }

    @Test
    void theDeviceIsNamed() {
        try (var network = networks.open(7)) {
            assertThat(network.device()).startsWith("CPU, ");
        }
    }
}

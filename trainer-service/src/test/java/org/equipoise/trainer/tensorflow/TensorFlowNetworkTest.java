package org.equipoise.trainer.tensorflow;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.ZipInputStream;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.trainer.loss.ClassWeights;
import org.equipoise.trainer.loss.Loss;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.network.Symmetry;
import org.equipoise.trainer.optimisation.GradientClipping;
import org.equipoise.trainer.optimisation.Optimiser;
import org.equipoise.trainer.optimisation.WeightAverage;
import org.equipoise.trainer.training.LogitCorrection;
import org.equipoise.trainer.training.Probe;
import org.equipoise.trainer.training.RunFailedException;
import org.equipoise.trainer.training.SavedModel;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.SplitPredictions;
import org.equipoise.trainer.training.StepOutcome;
import org.equipoise.trainer.training.StepSettings;
import org.equipoise.trainer.training.Stripes;
import org.equipoise.trainer.training.TrainableNetwork;
import org.equipoise.trainer.training.TrainingMethod;
import org.equipoise.trainer.training.TrainingMethods;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.types.TFloat32;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

class TensorFlowNetworkTest {

    private static final InputShape SHAPE = new InputShape(16, 16, 1);
    private static final List<Double> EVEN = List.of(1.0, 1.0, 1.0);
    private static final NetworkDescription NETWORK = NetworkDescription.articleCnn(SHAPE, 3, 0.3);
    /** What is served computes with constants, folded: it rounds otherwise than what is trained. */
    private static final float ROUNDED = 1e-6f;

    private static final int BATCH = 32;
    private static final TrainingMethod AVERAGED = new TrainingMethod(
            Loss.crossEntropy(ClassWeights.none(3)).withLabelSmoothing(0.02),
            Optimiser.adamW(0.01),
            new GradientClipping(5),
            true,
            Symmetry.NONE);

    @TempDir
    private Path scratch;

    @Test
    void stripesAreLearnedInAFewEpochs() {
        Shard shard = Stripes.shard(SHAPE, 192, EVEN, 1);
        Shard unseen = Stripes.shard(SHAPE, 96, EVEN, 2);
        try (var network = open(7)) {
            train(network, shard, 0, 60);

            float[] probabilities = network.probabilities(unseen, 0, unseen.size());

            var predictions = new SplitPredictions(3, unseen.labels(), probabilities);
            assertThat(predictions.confusion().balancedAccuracy()).isGreaterThan(0.9);
        }
    }

    @Test
    void theSameSeedGivesTheSameBits() {
        Shard shard = Stripes.shard(SHAPE, 96, EVEN, 1);

        byte[] first = trained(7, shard);
        byte[] second = trained(7, shard);
        byte[] other = trained(8, shard);

        assertThat(first).isEqualTo(second).isNotEqualTo(other);
    }

    @Test
    void aRunRestoredFromItsCheckpointContinuesWithTheSameBits() {
        Shard shard = Stripes.shard(SHAPE, 96, EVEN, 1);
        byte[] uninterrupted;
        byte[] half;
        try (var network = open(7)) {
            train(network, shard, 0, 5);
            half = network.checkpoint();
            train(network, shard, 5, 10);
            uninterrupted = network.checkpoint();
        }

        byte[] resumed;
        try (var network = open(7)) {
            network.restore(half);
            train(network, shard, 5, 10);
            resumed = network.checkpoint();
        }

        assertThat(resumed).isEqualTo(uninterrupted);
    }

    /** A class of weight 0 must not move the weights: the loss is weighted, not only reported. */
    @Test
    void anImageOfWeightZeroChangesNothing() {
        Shard weightless = Stripes.shard(SHAPE, 32, List.of(0.0, 0.0, 0.0), 1);
        try (var network = open(7)) {
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
        try (var network = open(7)) {
            float loss = network.trainBatch(shard, 32, 5, TrainingMethods.step(0, 1e-3))
                    .loss();

            assertThat(loss).isPositive();
            assertThat(network.probabilities(shard, 32, 5)).hasSize(15);
        }
    }

    @Test
    void theSavedModelAnswersBytesWithTheSameProbabilities() throws IOException {
        Shard shard = Stripes.shard(SHAPE, 96, EVEN, 1);
        float[] expected;
        SavedModel saved;
        try (var network = open(7)) {
            train(network, shard, 0, 6);
            expected = network.probabilities(shard, 0, 16);
            saved = network.export(LogitCorrection.none(3));
        }

        assertThat(answers(saved, shard, 16)).containsExactly(expected, within(ROUNDED));
    }

    private float[] answers(SavedModel saved, Shard shard, int count) throws IOException {
        try (var bundle = SavedModelBundle.load(unzip(saved).toString(), "serve");
                var images = Tensors.images(shard, 0, count);
                var result = bundle.function("serving_default").call(Map.of("images", images))) {
            return Tensors.values((TFloat32) result.get("probabilities").orElseThrow());
        }
    }

    static List<NetworkDescription> networks() {
        return List.of(
                NETWORK,
                NetworkDescription.conv4(SHAPE, 3, 0.2),
                NetworkDescription.residual(SHAPE, 3, 0.2, 8, 16),
                NetworkDescription.residual(SHAPE, 3, 0.2, 10, 16),
                NetworkDescription.residual(SHAPE, 3, 0.2, 8, 16).ensemble(2));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyNetworkLearnsStripesAndItsAveragesAnswerAsWellAsItsExport(NetworkDescription description)
            throws IOException {
        Shard shard = Stripes.shard(SHAPE, 192, EVEN, 1);
        Shard unseen = Stripes.shard(SHAPE, 96, EVEN, 2);
        try (var network = open(description, AVERAGED, 7)) {
            train(network, shard, 0, 90);

            float[] probabilities = network.probabilities(unseen, 0, unseen.size());
            SavedModel saved = network.export(LogitCorrection.none(3));

            var predictions = new SplitPredictions(3, unseen.labels(), probabilities);
            assertThat(predictions.confusion().balancedAccuracy()).isGreaterThan(0.9);
            assertThat(answers(saved, unseen, 16))
                    .containsExactly(java.util.Arrays.copyOf(probabilities, 16 * 3), within(ROUNDED));
        }
    }

    /** Counted from the graph's own variables. */
    @ParameterizedTest
    @MethodSource("networks")
    void theDescriptionCountsTheParametersThatTheGraphTrains(NetworkDescription description) {
        try (var network = open(description, AVERAGED, 7)) {
            long trained = network.weights().values().stream()
                    .mapToLong(values -> values.length)
                    .sum();

            assertThat(description.parameters()).isEqualTo(trained);
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyNetworkGoesOnFromItsCheckpointWithTheSameBits(NetworkDescription description) {
        Shard shard = Stripes.shard(SHAPE, 96, EVEN, 1);
        byte[] uninterrupted;
        byte[] half;
        try (var network = open(description, AVERAGED, 7)) {
            train(network, shard, 0, 4);
            half = network.checkpoint();
            train(network, shard, 4, 8);
            uninterrupted = network.checkpoint();
        }

        byte[] resumed;
        try (var network = open(description, AVERAGED, 7)) {
            network.restore(half);
            train(network, shard, 4, 8);
            resumed = network.checkpoint();
        }

        assertThat(resumed).isEqualTo(uninterrupted);
    }

    @Test
    void aCorrectionIsPartOfWhatIsExported() throws IOException {
        Shard shard = Stripes.shard(SHAPE, 96, EVEN, 1);
        var correction = new LogitCorrection(List.of(0.0, 1.5, -0.5), 2);
        try (var network = open(7)) {
            train(network, shard, 0, 6);
            var plain = new SplitPredictions(
                    3, java.util.Arrays.copyOf(shard.labels(), 16), network.probabilities(shard, 0, 16));
            SplitPredictions expected = correction.applied(plain);

            float[] served = answers(network.export(correction), shard, 16);

            for (int i = 0; i < 16 * 3; i++) {
                assertThat(served[i]).isCloseTo(expected.probability(i / 3, i % 3), within(1e-5f));
            }
            assertThat(served[1]).isNotCloseTo(plain.probability(0, 1), within(1e-2f));
        }
    }

    @ParameterizedTest
    @EnumSource(Symmetry.class)
    void anAnswerIsTheSameForEveryViewThatMeansTheSame(Symmetry symmetry) throws IOException {
        var method = new TrainingMethod(AVERAGED.loss(), AVERAGED.optimiser(), AVERAGED.clipping(), true, symmetry);
        Shard shard = Stripes.shard(SHAPE, 64, EVEN, 1);
        Shard mirrored = mirrored(shard);
        try (var network = open(NetworkDescription.residual(SHAPE, 3, 0, 8, 16), method, 7)) {
            train(network, shard, 0, 4);

            float[] answers = network.answers(shard, 0, 16);

            float difference = 0;
            float[] ofMirrored = network.answers(mirrored, 0, 16);
            for (int i = 0; i < answers.length; i++) {
                difference = Math.max(difference, Math.abs(answers[i] - ofMirrored[i]));
            }
            assertThat(difference < 1e-4).isEqualTo(symmetry != Symmetry.NONE);
            assertThat(answers(network.export(LogitCorrection.none(3)), shard, 16))
                    .containsExactly(answers, within(ROUNDED));
        }
    }

    private static Shard mirrored(Shard shard) {
        byte[] pixels = shard.pixels().clone();
        int width = SHAPE.width();
        for (int row = 0; row < pixels.length / width; row++) {
            for (int x = 0; x < width; x++) {
                pixels[row * width + x] = shard.pixels()[row * width + width - 1 - x];
            }
        }
        return new Shard(SHAPE, pixels, shard.labels(), shard.weights());
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
        try (var network = open(description, AVERAGED, 7)) {
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
                one.ensemble(2), method, scratch, Map.of("member2_classifier_kernel", new float[] {0}));
        try (var alone = open(one, method, 7);
                var ensemble = open(one.ensemble(2), method, 7)) {
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

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theClassifierIsTrainedAnewBehindFeaturesThatStay(int members) {
        Shard shard = Stripes.shard(SHAPE, 192, EVEN, 1);
        var description = NetworkDescription.residual(SHAPE, 3, 0.2, 8, 16).ensemble(members);
        try (var network = open(description, AVERAGED, 7)) {
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

    /** Ten steps by hand: {@code average = d * average + (1 - d) * weight} with the decay of each step. */
    @Test
    void whatAnswersAndIsExportedIsTheAverageOfTheWeightsAndNotTheLastOnes() throws IOException {
        Shard shard = Stripes.shard(SHAPE, 96, EVEN, 1);
        var decays = new WeightAverage(0.8);
        try (var averaged = open(NETWORK, AVERAGED, 7);
                var last = open(NETWORK, withoutAverages(), 7)) {
            Map<String, float[]> averages = averaged.weights();
            for (long step = 0; step < 10; step++) {
                double decay = decays.decay(step);
                var settings = new StepSettings(step, step, 1e-2, decay, StepSettings.Stage.EVERYTHING);
                averaged.trainBatch(shard, (int) (step % 3) * BATCH, BATCH, settings);
                last.trainBatch(shard, (int) (step % 3) * BATCH, BATCH, settings);
                follow(averages, averaged.weights(), decay);
            }

            assertThat(last.weights())
                    .allSatisfy((name, values) ->
                            assertThat(averaged.weights().get(name)).as(name).containsExactly(values));
            SavedModel saved = averaged.export(LogitCorrection.none(3));
            Map<String, float[]> exported = constantsIn(saved, averages.keySet());
            assertThat(averages)
                    .allSatisfy((name, values) ->
                            assertThat(exported.get(name)).as(name).containsExactly(values, within(1e-5f)));
            assertThat(averaged.probabilities(shard, 0, 16))
                    .containsExactly(answers(saved, shard, 16), within(ROUNDED))
                    .isNotEqualTo(last.probabilities(shard, 0, 16));
        }
    }

    private static TrainingMethod withoutAverages() {
        return new TrainingMethod(
                AVERAGED.loss(), AVERAGED.optimiser(), AVERAGED.clipping(), false, AVERAGED.symmetry());
    }

    private static void follow(Map<String, float[]> averages, Map<String, float[]> weights, double decay) {
        weights.forEach((name, values) -> {
            float[] average = Objects.requireNonNull(averages.get(name));
            for (int i = 0; i < values.length; i++) {
                average[i] = (float) (decay * average[i] + (1 - decay) * values[i]);
            }
        });
    }

    private Map<String, float[]> constantsIn(SavedModel saved, Set<String> names) throws IOException {
        Map<String, float[]> values = new HashMap<>();
        try (var bundle = SavedModelBundle.load(unzip(saved).toString(), "serve")) {
            for (String name : names) {
                try (var result = bundle.session().runner().fetch(name).run()) {
                    values.put(name, Tensors.values((TFloat32) result.get(0)));
                }
            }
        }
        return values;
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
        try (var network = open(description, TrainingMethods.plain(3), 7)) {
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
    void theSameSeedGivesAResidualNetworkWithDropoutTheSameBits() {
        Shard shard = Stripes.shard(SHAPE, 96, EVEN, 1);
        var description = NetworkDescription.residual(SHAPE, 3, 0.5, 8, 16);

        byte[] first = trained(description, 7, shard);

        assertThat(first).isEqualTo(trained(description, 7, shard)).isNotEqualTo(trained(description, 8, shard));
    }

    private byte[] trained(NetworkDescription description, long seed, Shard shard) {
        try (var network = open(description, AVERAGED, seed)) {
            train(network, shard, 0, 4);
            return network.checkpoint();
        }
    }

    /** Eight of conv1's 32 channels have a bias that no image makes up for, the others one that none takes away. */
    @Test
    void theShareOfDeadUnitsIsThatOfTheChannelsThatNoImageWakes() {
        Shard shard = Stripes.shard(SHAPE, 32, EVEN, 1);
        float[] bias = new float[32];
        Arrays.fill(bias, 0, 8, -1000);
        Arrays.fill(bias, 8, 32, 1000);
        try (var network = open(7)) {
            network.restore(
                    ReplacedWeights.checkpoint(NETWORK, TrainingMethods.plain(3), scratch, Map.of("conv1_bias", bias)));

            assertThat(network.probe(shard, 0, 32).probe().deadUnits()).containsEntry("conv1", 0.25);
        }
    }

    @Test
    void aProbeSeesThatANewNetworkIsAlive() {
        Shard shard = Stripes.shard(SHAPE, 64, EVEN, 1);
        try (var network = open(NetworkDescription.residual(SHAPE, 3, 0.2, 8, 16), AVERAGED, 7)) {
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
        try (var network = open(NetworkDescription.residual(SHAPE, 3, 0.2, 8, 16), AVERAGED, 7)) {
            train(network, shard, 0, 3);

            float[] probed = network.probe(shard, 0, 64).probabilities();

            assertThat(probed).isEqualTo(network.probabilities(shard, 0, 64));
        }
    }

    @Test
    void aCheckpointThatIsNoneFailsTheRunAndNotTheService() {
        try (var network = open(7)) {
            assertThatExceptionOfType(RunFailedException.class)
                    .isThrownBy(() -> network.restore(new byte[] {1, 2, 3}))
                    .withMessageContaining("3 bytes");
        }
    }

    @Test
    void theDeviceIsNamed() {
        try (var network = open(7)) {
            assertThat(network.device()).startsWith("CPU, ");
        }
    }

    private TrainableNetwork open(long seed) {
        return open(NETWORK, TrainingMethods.plain(3), seed);
    }

    private TrainableNetwork open(NetworkDescription description, TrainingMethod method, long seed) {
        var config = new SmallRyeConfigBuilder()
                .withMapping(TensorFlowConfig.class)
                .build()
                .getConfigMapping(TensorFlowConfig.class);
        return new TensorFlowNetworks(config, scratch).open(description, method, seed);
    }

    private byte[] trained(long seed, Shard shard) {
        try (var network = open(seed)) {
            train(network, shard, 0, 6);
            return network.checkpoint();
        }
    }

    private static void train(TrainableNetwork network, Shard shard, long fromStep, long toStep) {
        int batches = shard.size() / BATCH;
        for (long step = fromStep; step < toStep; step++) {
            network.trainBatch(shard, (int) (step % batches) * BATCH, BATCH, TrainingMethods.step(step, 1e-3));
        }
    }

    private Path unzip(SavedModel saved) throws IOException {
        Path folder = Files.createTempDirectory(scratch, "unzipped");
        try (var zip = new ZipInputStream(new ByteArrayInputStream(saved.zip()))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = folder.resolve(entry.getName());
                Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
                Files.copy(zip, file);
            }
        }
        return folder;
    }
}

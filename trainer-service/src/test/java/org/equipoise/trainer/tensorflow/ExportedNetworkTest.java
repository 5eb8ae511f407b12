package org.equipoise.trainer.tensorflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.network.Symmetry;
import org.equipoise.trainer.optimisation.WeightAverage;
import org.equipoise.trainer.training.LogitCorrection;
import org.equipoise.trainer.training.SavedModel;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.SplitPredictions;
import org.equipoise.trainer.training.StepSettings;
import org.equipoise.trainer.training.Stripes;
import org.equipoise.trainer.training.TrainingMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.types.TFloat32;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.equipoise.trainer.tensorflow.StripedNetworks.AVERAGED;
import static org.equipoise.trainer.tensorflow.StripedNetworks.BATCH;
import static org.equipoise.trainer.tensorflow.StripedNetworks.EVEN;
import static org.equipoise.trainer.tensorflow.StripedNetworks.NETWORK;
import static org.equipoise.trainer.tensorflow.StripedNetworks.ROUNDED;
import static org.equipoise.trainer.tensorflow.StripedNetworks.SHAPE;
import static org.equipoise.trainer.tensorflow.StripedNetworks.train;

/** What is exported answers as what was trained, or as its averages, views and correction say. */
class ExportedNetworkTest {

    private final StripedNetworks networks;

    ExportedNetworkTest(@TempDir Path scratch) {
        networks = new StripedNetworks(scratch);
    }

    @Test
    void theSavedModelAnswersBytesWithTheSameProbabilities() throws IOException {
        Shard shard = Stripes.shard(SHAPE, 96, EVEN, 1);
        float[] expected;
        SavedModel saved;
        try (var network = networks.open(7)) {
            train(network, shard, 0, 6);
            expected = network.probabilities(shard, 0, 16);
            saved = network.export(LogitCorrection.none(3));
        }

        assertThat(networks.answers(saved, shard, 16)).containsExactly(expected, within(ROUNDED));
    }

    @Test
    void aCorrectionIsPartOfWhatIsExported() throws IOException {
        Shard shard = Stripes.shard(SHAPE, 96, EVEN, 1);
        var correction = new LogitCorrection(List.of(0.0, 1.5, -0.5), 2);
        try (var network = networks.open(7)) {
            train(network, shard, 0, 6);
            var plain = new SplitPredictions(
                    3, java.util.Arrays.copyOf(shard.labels(), 16), network.probabilities(shard, 0, 16));
            SplitPredictions expected = correction.applied(plain);

            float[] served = networks.answers(network.export(correction), shard, 16);

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
        try (var network = networks.open(NetworkDescription.residual(SHAPE, 3, 0, 8, 16), method, 7)) {
            train(network, shard, 0, 4);

            float[] answers = network.answers(shard, 0, 16);

            float difference = 0;
            float[] ofMirrored = network.answers(mirrored, 0, 16);
            for (int i = 0; i < answers.length; i++) {
                difference = Math.max(difference, Math.abs(answers[i] - ofMirrored[i]));
            }
            assertThat(difference < 1e-4).isEqualTo(symmetry != Symmetry.NONE);
            assertThat(networks.answers(network.export(LogitCorrection.none(3)), shard, 16))
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

    /** Ten steps by hand: {@code average = d * average + (1 - d) * weight} with the decay of each step. */
    @Test
    void whatAnswersAndIsExportedIsTheAverageOfTheWeightsAndNotTheLastOnes() throws IOException {
        Shard shard = Stripes.shard(SHAPE, 96, EVEN, 1);
        var decays = new WeightAverage(0.8);
        try (var averaged = networks.open(NETWORK, AVERAGED, 7);
                var last = networks.open(NETWORK, withoutAverages(), 7)) {
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
                    .containsExactly(networks.answers(saved, shard, 16), within(ROUNDED))
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
        try (var bundle = SavedModelBundle.load(networks.unzip(saved).toString(), "serve")) {
            for (String name : names) {
                try (var result = bundle.session().runner().fetch(name).run()) {
                    values.put(name, Tensors.values((TFloat32) result.get(0)));
                }
            }
        }
        return values;
    }
}

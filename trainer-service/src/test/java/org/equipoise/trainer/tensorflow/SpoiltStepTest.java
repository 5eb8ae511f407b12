package org.equipoise.trainer.tensorflow;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.trainer.loss.ClassWeights;
import org.equipoise.trainer.loss.Loss;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.network.Symmetry;
import org.equipoise.trainer.optimisation.GradientClipping;
import org.equipoise.trainer.optimisation.Optimiser;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.StepOutcome;
import org.equipoise.trainer.training.Stripes;
import org.equipoise.trainer.training.TrainableNetwork;
import org.equipoise.trainer.training.TrainingMethod;
import org.equipoise.trainer.training.TrainingMethods;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.proto.ConfigProto;

import static org.assertj.core.api.Assertions.assertThat;

/** Steps whose numbers leave the range of a float, in networks of which one weight was spoilt. */
class SpoiltStepTest {

    private static final InputShape SHAPE = new InputShape(16, 16, 1);
    private static final List<Double> EVEN = List.of(1.0, 1.0, 1.0);
    private static final List<Double> HEAVY = List.of(5e36, 5e36, 5e36);

    @TempDir
    private Path scratch;

    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    /** Whatever layer is spoilt is named, and none before or behind it, even where a pooling hides it from the loss. */
    @ParameterizedTest
    @CsvSource({
        "article-cnn, conv2_kernel, conv2",
        "article-cnn, conv2_bias, conv2",
        "article-cnn, dense1_bias, dense1",
        "article-cnn, classifier_kernel, classifier",
        "residual, stem_scale, stem",
        "residual, stage2_block1_conv1_kernel, stage2_block1_conv1",
        "residual, stage2_block1_past_shift, stage2_block1_past",
        "residual, stage3_block1_conv2_kernel, stage3_block1_conv2",
        "residual, classifier_bias, classifier",
        "ensemble, member2_stage2_block1_conv1_kernel, member2_stage2_block1_conv1"
    })
    void aSpoiltWeightIsFoundWhereItIs(String network, String weight, String layer) {
        Shard shard = Stripes.shard(SHAPE, 32, EVEN, 1);
        try (var spoilt = open(description(network))) {
            spoilt.restore(checkpoint(description(network), Map.of(weight, new float[] {Float.NaN})));

            StepOutcome outcome = spoilt.trainBatch(shard, 0, 32, TrainingMethods.step(0, 1e-3));

            assertThat(outcome.finite()).isFalse();
            assertThat(outcome.breakage()).startsWith("the output of layer " + layer + " is not finite");
        }
    }

    /** Large, but finite weights: the layer in which the sum overflows is the one to blame. */
    @Test
    void anOverflowInTheMiddleIsFoundThere() {
        Shard shard = Stripes.shard(SHAPE, 32, EVEN, 1);
        NetworkDescription description = description("article-cnn");
        try (var network = open(description)) {
            network.restore(checkpoint(
                    description, Map.of("conv1_kernel", new float[] {1e25f}, "conv2_kernel", new float[] {1e25f})));

            StepOutcome outcome = network.trainBatch(shard, 0, 32, TrainingMethods.step(0, 1e-3));

            assertThat(outcome.breakage()).startsWith("the output of layer conv2 is not finite");
        }
    }

    /** Images so heavy that the loss is below the largest float, but their gradients' lengths are not. */
    @Test
    void aGradientThatBreaksBehindAFiniteLossIsNamedFromTheOutputOn() {
        Shard shard = Stripes.shard(SHAPE, 32, HEAVY, 1);
        try (var network = open(description("article-cnn"))) {
            StepOutcome outcome = network.trainBatch(shard, 0, 32, TrainingMethods.step(0, 1e-3));

            assertThat(outcome.loss()).isFinite();
            assertThat(outcome.finite()).isFalse();
            assertThat(outcome.breakage())
                    .startsWith("the gradient of classifier_bias is not finite, though the loss is ")
                    .endsWith(String.valueOf(outcome.loss()));
        }
    }

    @Test
    void aSpoiltStepLeavesTheWeightsAsTheyWere() {
        Shard shard = Stripes.shard(SHAPE, 32, HEAVY, 1);
        try (var network = open(description("residual"))) {
            Map<String, float[]> before = network.weights();

            network.trainBatch(shard, 0, 32, TrainingMethods.step(0, 1e-3));

            Map<String, float[]> after = network.weights();
            assertThat(before)
                    .allSatisfy((name, values) ->
                            assertThat(after.get(name)).as(name).containsExactly(values));
        }
    }

    private static NetworkDescription description(String name) {
        var residual = NetworkDescription.residual(SHAPE, 3, 0.2, 8, 16);
        return switch (name) {
            case "article-cnn" -> NetworkDescription.articleCnn(SHAPE, 3, 0.3);
            case "residual" -> residual;
            default -> residual.ensemble(2);
        };
    }

    private static TrainingMethod method() {
        return new TrainingMethod(
                Loss.crossEntropy(ClassWeights.none(3)), Optimiser.adam(), GradientClipping.off(), true, Symmetry.NONE);
    }

    private TrainableNetwork open(NetworkDescription description) {
        return new TensorFlowNetwork(description, method(), 7, ConfigProto.getDefaultInstance(), scratch, "CPU");
    }

    private byte[] checkpoint(NetworkDescription description, Map<String, float[]> replaced) {
        return ReplacedWeights.checkpoint(description, method(), scratch, replaced);
    }
}

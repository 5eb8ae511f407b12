package org.equipoise.trainer.tensorflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.trainer.network.AreaMean;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.network.Symmetry;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.LogitCorrection;
import org.equipoise.trainer.training.SavedModel;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.Stripes;
import org.equipoise.trainer.training.TrainingMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.equipoise.trainer.tensorflow.StripedNetworks.AVERAGED;
import static org.equipoise.trainer.tensorflow.StripedNetworks.EVEN;
import static org.equipoise.trainer.tensorflow.StripedNetworks.ROUNDED;
import static org.equipoise.trainer.tensorflow.StripedNetworks.train;

/** Networks that are fed larger images than they see. */
class ReducedImagesTest {

    private static final InputShape LARGE = new InputShape(56, 40, 1);
    private static final InputShape SMALL = new InputShape(16, 11, 1);

    private final StripedNetworks networks;

    ReducedImagesTest(@TempDir Path scratch) {
        networks = new StripedNetworks(scratch);
    }

    /** Every sample, not nearly: what is reduced beside the graph is what the graph makes of it. */
    @ParameterizedTest
    @CsvSource({"224, 64, 1, 8", "97, 64, 3, 8", "101, 75, 1, 16", "512, 64, 1, 16", "30, 30, 3, 8"})
    void theGraphReducesAsTheLoopsDo(int from, int to, int channels, int bits) {
        NativeLibrary.load();
        ValueWindow window = bits == 8 ? null : new ValueWindow(0, 4095, "stored");
        var large = new InputFormat(new InputShape(from + 4, from, channels), window);
        var small = new InputFormat(new InputShape(to, to, channels), window);
        byte[] pixels = new byte[3 * large.imageBytes()];
        new java.util.Random(from).nextBytes(pixels);

        try (var graph = new Graph()) {
            Ops tf = Ops.create(graph);
            var images = TrainingGraph.images(tf, large);
            var reduced = ReducedImages.of(tf, images, large.shape(), small.shape());
            try (var session = new Session(graph);
                    var fed = Tensors.images(new LabelledImages(large, pixels, new int[3]), 0, 3);
                    Result result =
                            session.runner().feed(images, fed).fetch(reduced).run()) {
                float[] seen = Tensors.values((TFloat32) result.get(0));

                byte[] expected = AreaMean.of(large.shape(), small.shape()).applied(pixels, large, small);
                assertThat(seen).hasSize(3 * small.shape().length());
                for (int i = 0; i < seen.length; i++) {
                    assertThat(seen[i]).isEqualTo(small.sample(expected, i));
                }
            }
        }
    }

    /** Bit by bit: the same weights, and the same answers over every view. */
    @Test
    void aNetworkLearnsFromLargeImagesWhatItLearnsFromReducedOnes() throws IOException {
        var method =
                new TrainingMethod(AVERAGED.loss(), AVERAGED.optimiser(), AVERAGED.clipping(), true, Symmetry.SQUARE);
        NetworkDescription seeing = NetworkDescription.residual(SMALL, 3, 0.2, 8, 16);
        Shard large = Stripes.shard(LARGE, 64, EVEN, 1);
        Shard small = new Shard(
                SMALL,
                AreaMean.of(LARGE, SMALL).applied(large.pixels(), large.format(), InputFormat.bytes(SMALL)),
                large.labels(),
                large.weights());
        try (var fedLarge = networks.open(seeing.fed(LARGE), method, 7);
                var fedSmall = networks.open(seeing, method, 7)) {
            train(fedLarge, large, 0, 4);
            train(fedSmall, small, 0, 4);

            Map<String, float[]> weights = fedLarge.weights();
            fedSmall.weights()
                    .forEach((name, values) ->
                            assertThat(weights.get(name)).as(name).containsExactly(values));
            float[] answers = fedLarge.answers(large, 0, 16);
            assertThat(answers).containsExactly(fedSmall.answers(small, 0, 16));
            SavedModel served = fedLarge.export(LogitCorrection.none(3));
            assertThat(networks.answers(served, large, 16)).containsExactly(answers, within(ROUNDED));
        }
    }

    @Test
    void aNetworkThatSeesWhatItIsFedIsAsItWas() {
        NetworkDescription one = NetworkDescription.residual(SMALL, 3, 0.2, 8, 16);

        assertThat(one.fed(SMALL)).isSameAs(one);
        assertThat(one.fed(LARGE).multiplyAdds()).isEqualTo(one.multiplyAdds());
        assertThat(one.fed(LARGE).layers().get(0).outputShape()).isEqualTo(List.of(11, 16, 1));
        assertThat(one.fed(LARGE).format().shape()).isEqualTo(LARGE);
    }
}

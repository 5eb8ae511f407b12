package org.equipoise.trainer.network;

import org.equipoise.common.imaging.InputShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class NetworkDescriptionTest {

    /** By hand: 9*32+32, 9*32*64+64, 7*7*64*128+128, 128*2+2. */
    @Test
    void parametersOfTheArticlesNetworkAt28Pixels() {
        var network = NetworkDescription.articleCnn(new InputShape(28, 28, 1), 2, 0);

        assertThat(network.layers())
                .extracting(Layer::parameters)
                .containsExactly(320L, 0L, 18_496L, 0L, 401_536L, 258L);
        assertThat(network.parameters()).isEqualTo(420_610);
    }

    /** By hand: 9*32*784 + 9*32*64*196 + 3136*128 + 128*2. */
    @Test
    void multiplyAddsOfTheArticlesNetworkAt28Pixels() {
        var network = NetworkDescription.articleCnn(new InputShape(28, 28, 1), 2, 0);

        assertThat(network.multiplyAdds()).isEqualTo(225_792 + 3_612_672 + 401_408 + 256);
    }

    /** By hand: 9*32+64, 9*32*64+128, 9*64*96+192, 9*96*128+256, 128*2+2; at 28, 14, 7 and 3 pixels. */
    @Test
    void costOfTheFourConvolutions() {
        var network = NetworkDescription.conv4(new InputShape(28, 28, 1), 2, 0);

        assertThat(network.parameters()).isEqualTo(352 + 18_560 + 55_488 + 110_848 + 258);
        assertThat(network.multiplyAdds()).isEqualTo(288 * 784 + 18_432 * 196 + 55_296 * 49 + 110_592 * 9 + 256);
    }

    /** By hand, per stage: 16 to 16, 16 to 32 with a 1x1 convolution past it, 32 to 64 likewise. */
    @Test
    void costOfTheResidualNetwork() {
        var network = NetworkDescription.residual(new InputShape(28, 28, 1), 2, 0, 8, 16);

        assertThat(network.parameters())
                .isEqualTo(144
                        + 32
                        + 2 * (2304 + 32)
                        + (4608 + 9216 + 512 + 3 * 64)
                        + (18_432 + 36_864 + 2048 + 3 * 128)
                        + 130);
        assertThat(network.multiplyAdds())
                .isEqualTo(144 * 784 + 4608 * 784 + (4608 + 9216 + 512) * 196 + (18_432 + 36_864 + 2048) * 49 + 128);
    }

    @ParameterizedTest
    @CsvSource({"8, 3", "10, 4", "14, 6", "18, 8"})
    void depthCountsTheConvolutionsOfTheMainPathAndTheClassifier(int depth, int blocks) {
        ResidualPlan plan = ResidualPlan.of(28, depth, 16);

        assertThat(plan.blocks()).hasSize(blocks);
        assertThat(2 + 2 * plan.blocks().size()).isEqualTo(depth);
    }

    @Test
    void aLargeImageIsHalvedByTheFirstConvolution() {
        assertThat(ResidualPlan.of(47, 8, 16).stemStride()).isEqualTo(1);
        assertThat(ResidualPlan.of(48, 8, 16).stemStride()).isEqualTo(2);
    }

    @Test
    void aDepthThatCannotBeBuiltIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResidualPlan.of(28, 12, 16))
                .withMessageContaining("got 12");
    }

    @Test
    void oneClassIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkDescription.articleCnn(new InputShape(28, 28, 1), 1, 0))
                .withMessageContaining("got 1");
    }
}

package org.equipoise.trainer.network;

import org.equipoise.common.imaging.InputShape;
import org.junit.jupiter.api.Test;

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

    @Test
    void oneClassIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkDescription.articleCnn(new InputShape(28, 28, 1), 1, 0))
                .withMessageContaining("got 1");
    }
}

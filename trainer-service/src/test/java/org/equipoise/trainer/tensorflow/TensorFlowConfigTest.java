package org.equipoise.trainer.tensorflow;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TensorFlowConfigTest {

    @Test
    void byDefaultOneOperationTakesEveryProcessor() {
        var config = new SmallRyeConfigBuilder()
                .withMapping(TensorFlowConfig.class)
                .build()
                .getConfigMapping(TensorFlowConfig.class);

        assertThat(config.interOpThreads()).isEqualTo(1);
        assertThat(config.threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
    }
}

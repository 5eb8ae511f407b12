package org.equipoise.trainer.scoring;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ScoringConfigTest {

    @Test
    void defaults() {
        var config = new SmallRyeConfigBuilder()
                .withMapping(ScoringConfig.class)
                .build()
                .getConfigMapping(ScoringConfig.class);

        assertThat(config.fetchers()).isEqualTo(8);
        assertThat(config.maxBatchBytes()).isEqualTo(16 << 20);
        assertThat(config.maxImageBytes()).isEqualTo(64 << 20);
        assertThat(config.loadedModels()).isEqualTo(4);
        assertThat(config.loadAttempts()).isEqualTo(3);
        assertThat(config.unusablePause()).hasMinutes(1);
        assertThat(config.decisionsTimeout()).hasSeconds(30);
        assertThat(config.retryPause()).hasMillis(500);
    }
}

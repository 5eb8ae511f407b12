package org.equipoise.trainer.diagnosis;

import java.time.Duration;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DiagnosisConfigTest {

    @Test
    void defaults() {
        DiagnosisConfig config = new SmallRyeConfigBuilder()
                .withMapping(DiagnosisConfig.class)
                .build()
                .getConfigMapping(DiagnosisConfig.class);

        assertThat(config.budget()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.mostImages()).isEqualTo(2000);
    }
}

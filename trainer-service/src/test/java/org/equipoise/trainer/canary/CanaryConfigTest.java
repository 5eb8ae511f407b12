package org.equipoise.trainer.canary;

import java.time.Duration;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CanaryConfigTest {

    @Test
    void canariesAreReplayedEveryTenMinutes() {
        CanaryConfig config = config("equipoise.trainer.canary.enabled", "true").checked();

        assertThat(config.every()).isEqualTo(Duration.ofMinutes(10));
        assertThat(new SmallRyeConfigBuilder()
                        .withMapping(CanaryConfig.class)
                        .build()
                        .getConfigMapping(CanaryConfig.class)
                        .enabled())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.5S", "P8D"})
    void aTimeOutOfRangeIsRefused(String every) {
        CanaryConfig config = config("equipoise.trainer.canary.every", every);

        assertThatThrownBy(config::checked)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("equipoise.trainer.canary.every must be in [PT1S, P7D], got ");
    }

    private static CanaryConfig config(String name, String value) {
        return new SmallRyeConfigBuilder()
                .withMapping(CanaryConfig.class)
                .withDefaultValue(name, value)
                .build()
                .getConfigMapping(CanaryConfig.class);
    }
}

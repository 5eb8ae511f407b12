package org.equipoise.monitor.watch;

import java.time.Duration;
import java.util.Map;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StudyPolicyTest {

    @Test
    void defaults() {
        StudyPolicy policy = policy(Map.of()).checked();

        assertThat(policy.completeWithin()).isEqualTo(Duration.ofSeconds(30));
        assertThat(policy.remembered()).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void durationsOutsideTheirRangeAreRefused() {
        assertThatThrownBy(() -> policy(Map.of("equipoise.monitor.studies.complete-within", "2h"))
                        .checked())
                .hasMessageContaining("complete-within must be in [PT1S, PT1H], got PT2H");
    }

    private static StudyPolicy policy(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(StudyPolicy.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(StudyPolicy.class);
    }
}

package org.equipoise.monitor.collapse;

import java.util.Map;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CollapsePolicyTest {

    @Test
    void defaults() {
        CollapsePolicy policy = policy(Map.of()).checked();

        assertThat(policy.meanStudiesBetweenFalseAlarms()).isEqualTo(1e6);
        assertThat(policy.meanStudiesBeforeWrongAllClear()).isEqualTo(1e4);
        assertThat(policy.recentStudies()).isEqualTo(100);
        assertThat(policy.learnReferenceFrom()).isEqualTo(2000);
    }

    @Test
    void valuesOutsideTheirRangeAreRefused() {
        assertThatThrownBy(() ->
                        policy(Map.of("mean-studies-between-false-alarms", "5")).checked())
                .hasMessageContaining("mean-studies-between-false-alarms must be in [100.0, 1.0E12], got 5.0");
        assertThatThrownBy(() -> policy(Map.of("mean-studies-before-wrong-all-clear", "NaN"))
                        .checked())
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> policy(Map.of("recent-studies", "0")).checked())
                .hasMessageContaining("got 0");
        assertThatThrownBy(() -> policy(Map.of("learn-reference-from", "99")).checked())
                .hasMessageContaining("learn-reference-from must be in [100.0, 1000000.0], got 99");
    }

    @Test
    void learningCanBeTurnedOff() {
        assertThat(policy(Map.of("learn-reference-from", "0")).checked().learnReferenceFrom())
                .isZero();
    }

    private static CollapsePolicy policy(Map<String, String> values) {
        var prefixed = new java.util.HashMap<String, String>();
        values.forEach((key, value) -> prefixed.put("equipoise.monitor.collapse." + key, value));
        return new SmallRyeConfigBuilder()
                .withMapping(CollapsePolicy.class)
                .withSources(new PropertiesConfigSource(prefixed, "test", 100))
                .build()
                .getConfigMapping(CollapsePolicy.class);
    }
}

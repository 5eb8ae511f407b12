package org.equipoise.trainer.shards;

import java.time.Duration;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ShardConfigTest {

    @Test
    void defaultsWaitThreeMinutesAndAskAgainMeanwhile() {
        var config = new SmallRyeConfigBuilder()
                .withMapping(ShardConfig.class)
                .build()
                .getConfigMapping(ShardConfig.class);

        assertThat(config.window()).isEqualTo(4);
        assertThat(config.askAgainAfter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.giveUpAfter()).isEqualTo(Duration.ofMinutes(3));
        assertThat(config.lookEvery()).isEqualTo(Duration.ofSeconds(1));
    }
}

package org.equipoise.augment;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.equipoise.augment.packs.PacksConfig;
import org.equipoise.augment.sharding.ShardingConfig;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigDefaultsTest {

    @Test
    void packsMayTakeAQuarterOfAGibibyte() {
        var config = new SmallRyeConfigBuilder().withMapping(PacksConfig.class).build();

        assertThat(config.getConfigMapping(PacksConfig.class).maxBytes()).isEqualTo(256L << 20);
    }

    @Test
    void aShardMayHave32Mebibytes() {
        var config =
                new SmallRyeConfigBuilder().withMapping(ShardingConfig.class).build();

        assertThat(config.getConfigMapping(ShardingConfig.class).maxBytes()).isEqualTo(32L << 20);
    }
}

package org.equipoise.augment;

import java.time.Duration;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.equipoise.augment.packs.PacksConfig;
import org.equipoise.augment.sharding.ShardingConfig;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigDefaultsTest {

    @Test
    void packsMayTakeAQuarterOfAGibibyteOfMemoryAnd16OfDisk() {
        PacksConfig packs = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withMapping(PacksConfig.class)
                .withDefaultValue("equipoise.state-dir", "/state")
                .withDefaultValue("equipoise.instance", "3")
                .build()
                .getConfigMapping(PacksConfig.class);

        assertThat(packs.maxBytes()).isEqualTo(256L << 20);
        assertThat(packs.cacheBytes()).isEqualTo(16L << 30);
        assertThat(packs.cacheFolder()).isEqualTo("/state/packs-3");
        assertThat(packs.forgetEvery()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void aShardMayHave32Mebibytes() {
        var config =
                new SmallRyeConfigBuilder().withMapping(ShardingConfig.class).build();

        assertThat(config.getConfigMapping(ShardingConfig.class).maxBytes()).isEqualTo(32L << 20);
    }
}

package org.equipoise.augment.sharding;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Bounds of a shard. */
@ConfigMapping(prefix = "equipoise.augment.sharding")
public interface ShardingConfig {

    /**
     * Largest shard in bytes of pixels; a request for more is refused. A shard passes through memory about four times
     * its size, in each of the workers.
     */
    @WithDefault("33554432")
    long maxBytes();
}

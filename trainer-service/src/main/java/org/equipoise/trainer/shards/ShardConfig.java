package org.equipoise.trainer.shards;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How far ahead shards are asked for and how long they are waited for. */
@ConfigMapping(prefix = "equipoise.trainer.shards")
public interface ShardConfig {

    /** Shards asked for and not yet taken, at least 1: the back-pressure on augment-service. */
    @WithDefault("4")
    int window();

    /** After this long without the shard it is asked for again. */
    @WithDefault("PT30S")
    Duration askAgainAfter();

    /** After this long without the shard the run fails. */
    @WithDefault("PT3M")
    Duration giveUpAfter();

    /** The store is looked at this often even when no event says that a shard is there. */
    @WithDefault("PT1S")
    Duration lookEvery();
}

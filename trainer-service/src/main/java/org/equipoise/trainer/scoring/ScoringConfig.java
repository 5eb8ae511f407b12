package org.equipoise.trainer.scoring;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How images are scored. */
@ConfigMapping(prefix = "equipoise.trainer.scoring")
public interface ScoringConfig {

    /** Images fetched and decoded at the same time. */
    @WithDefault("8")
    int fetchers();

    /** Most samples in one batch of the network, in bytes; a larger batch is split. */
    @WithDefault("16777216")
    int maxBatchBytes();

    /** Largest stored image that is read, in bytes. */
    @WithDefault("67108864")
    long maxImageBytes();

    /** Models kept in memory at the same time. */
    @WithDefault("4")
    int loadedModels();

    /** How often a stored version that cannot be loaded is tried before its images become dead letters, at least 1. */
    @WithDefault("3")
    int loadAttempts();

    /** For how long such a version is then left alone; another champion is tried at once. */
    @WithDefault("PT1M")
    Duration unusablePause();

    /** How long a batch waits for the decision log to be read to its end before it is given back. */
    @WithDefault("PT30S")
    Duration decisionsTimeout();

    /** Pause after a batch that failed, before it is read again. */
    @WithDefault("PT0.5S")
    Duration retryPause();
}

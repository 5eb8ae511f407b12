package org.equipoise.trainer.diagnosis;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the diagnosis of runs. */
@ConfigMapping(prefix = "equipoise.trainer.diagnosis")
public interface DiagnosisConfig {

    /**
     * Longest time for experiments on a run that collapsed or was refused for its recalls; 0 makes none. While another
     * run waits none are made, however long this is.
     */
    @WithDefault("PT2M")
    Duration budget();

    /**
     * Once an experiment proved the most probable cause, no other begins when this much time has gone since the first.
     * Not longer than the budget where it is more.
     */
    @WithDefault("PT10S")
    Duration onceProved();

    /** Most training images, and most validation images, that are looked at; 64 and more. */
    @WithDefault("2000")
    int mostImages();
}

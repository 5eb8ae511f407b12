package org.equipoise.trainer.gate;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What the gate asks of a model. */
@ConfigMapping(prefix = "equipoise.trainer.gate")
public interface GateConfig {

    /** Recall that every class with test images must reach, above 0.10 (where a class counts as lost) and at most 1. */
    @WithDefault("0.30")
    double minimumRecall();

    /**
     * What the lower end of the recall's 95 % Wilson interval must reach in every class, at least 0.10 and under 1. At
     * 0.10 a class passes once its images show, with 97.5 % confidence, that it is not lost.
     */
    @WithDefault("0.10")
    double minimumRecallLower();

    /** By how much the balanced accuracy must exceed the 1 / K of a constant answer, in [0, 1]. */
    @WithDefault("0.10")
    double marginOverConstant();

    /**
     * What a candidate must show against the version that serves, on the same test images: {@code better}, that it is
     * better with a confidence of 95 %; {@code not-worse}, nothing, but it must not be shown to be worse.
     */
    @WithDefault("better")
    ChampionRule champion();

    /** All numbers, checked. */
    default GateLimits limits() {
        return new GateLimits(minimumRecall(), minimumRecallLower(), marginOverConstant());
    }
}

package org.equipoise.monitor.collapse;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How sure an alarm must be. Configuration prefix {@code equipoise.monitor.collapse}. */
@ConfigMapping(prefix = "equipoise.monitor.collapse")
public interface CollapsePolicy {

    /** Mean number of studies of a healthy model version between false collapse alarms, gamma; in [100, 1e12]. */
    @WithDefault("1000000")
    double meanStudiesBetweenFalseAlarms();

    /** Mean number of studies of a collapsed model until it is wrongly given the all-clear; in [10, 1e12]. */
    @WithDefault("10000")
    double meanStudiesBeforeWrongAllClear();

    /** Studies that the recent shares look back on, in [10, 100000]; the weights fall off exponentially. */
    @WithDefault("100")
    int recentStudies();

    /**
     * First studies of a version without a stated reference that its healthy shares are learned from, in [100, 1e6]; 0
     * learns none, and such a version is tested for constant output and squashed scores alone.
     */
    @WithDefault("2000")
    int learnReferenceFrom();

    /** This policy, if every number is in its range. */
    default CollapsePolicy checked() {
        inRange("mean-studies-between-false-alarms", meanStudiesBetweenFalseAlarms(), 100, 1e12);
        inRange("mean-studies-before-wrong-all-clear", meanStudiesBeforeWrongAllClear(), 10, 1e12);
        inRange("recent-studies", recentStudies(), 10, 100_000);
        if (learnReferenceFrom() != 0) {
            inRange("learn-reference-from", learnReferenceFrom(), 100, 1e6);
        }
        return this;
    }

    private static void inRange(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    "equipoise.monitor.collapse." + name + " must be in [" + least + ", " + most + "], got " + value);
        }
    }
}

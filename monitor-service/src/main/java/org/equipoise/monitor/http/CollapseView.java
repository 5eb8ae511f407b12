package org.equipoise.monitor.http;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import org.equipoise.monitor.collapse.CollapsePolicy;
import org.equipoise.monitor.watch.Condition;
import org.equipoise.monitor.watch.HealthWatch;
import org.equipoise.monitor.watch.WatchedVersion;
import org.jspecify.annotations.Nullable;

/**
 * What is held against one model version, class by class.
 *
 * @param evidence odds against a healthy model, all classes together; absent without a reference
 * @param threshold odds at which the alert fires
 * @param meanStudiesBetweenFalseAlarms at least so many studies of a healthy model pass between false alarms, on
 *     average
 * @param referenceImages images that the healthy shares rest on; absent without a reference
 * @param classes one entry per class
 */
public record CollapseView(
        String model,
        String version,
        Condition condition,
        Instant since,
        @Nullable Double evidence,
        double threshold,
        double meanStudiesBetweenFalseAlarms,
        @Nullable Long referenceImages,
        List<ClassView> classes) {

    /**
     * One class.
     *
     * @param recentShare share of the recent answers
     * @param healthyShare share while healthy, with its confidence bounds; absent without a reference
     * @param evidence the part of the odds that this class adds
     * @param delayOfTotalCollapse predictions, one to a study, until a collapse of all answers into this class fires;
     *     absent where it cannot be found
     * @param studiesSinceAnswered studies since any image was answered with it
     * @param studiesUntilMissing length of such a run at which the class counts as missing; absent if never
     */
    public record ClassView(
            String className,
            double recentShare,
            @Nullable Double healthyShare,
            @Nullable Double healthyLowerBound,
            @Nullable Double healthyUpperBound,
            @Nullable Double evidence,
            @Nullable Long delayOfTotalCollapse,
            @Nullable Long studiesSinceAnswered,
            @Nullable Long studiesUntilMissing) {}

    static CollapseView of(WatchedVersion version, CollapsePolicy policy) {
        double gamma = policy.meanStudiesBetweenFalseAlarms();
        HealthWatch health = version.health();
        List<ClassView> classes = new ArrayList<>();
        for (int k = 0; k < version.labels().size(); k++) {
            classes.add(health == null ? untested(version, k) : tested(version, health, k, gamma));
        }
        return new CollapseView(
                version.model(),
                version.version(),
                version.condition(),
                version.conditionSince(),
                health == null ? null : health.collapses().evidence(),
                gamma,
                gamma,
                health == null ? null : health.reference().images(),
                classes);
    }

    private static ClassView untested(WatchedVersion version, int k) {
        return new ClassView(version.labels().get(k), version.recentShare(k), null, null, null, null, null, null, null);
    }

    private static ClassView tested(WatchedVersion version, HealthWatch health, int k, double gamma) {
        OptionalLong delay = health.collapses().delayOfTotalCollapse(k, gamma);
        long missing = health.misses().runAtOdds(k, gamma);
        return new ClassView(
                version.labels().get(k),
                version.recentShare(k),
                health.reference().shares().get(k),
                health.reference().lowerBounds().get(k),
                health.reference().upperBounds().get(k),
                health.collapses().evidence(k),
                delay.isPresent() ? delay.getAsLong() : null,
                health.misses().run(k),
                missing == Long.MAX_VALUE ? null : missing);
    }
}

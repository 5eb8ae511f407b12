package org.equipoise.monitor.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import org.equipoise.common.events.AlertChanged.Kind;
import org.equipoise.monitor.attribution.Attribution;
import org.equipoise.monitor.canary.CanaryVerdict;
import org.equipoise.monitor.collapse.CollapsePolicy;
import org.equipoise.monitor.collapse.RateTest;
import org.equipoise.monitor.collapse.ScoreTests;
import org.equipoise.monitor.watch.Condition;
import org.equipoise.monitor.watch.HealthWatch;
import org.equipoise.monitor.watch.WatchedVersion;
import org.jspecify.annotations.Nullable;

/**
 * What is held against one model version, class by class.
 *
 * @param lastCondition how it was when it served last; absent while it serves
 * @param evidence odds against a healthy model, all classes together; absent without a reference
 * @param threshold odds at which the alert fires
 * @param meanStudiesBetweenFalseAlarms at least so many studies of a healthy model pass between false alarms, on
 *     average
 * @param referenceImages images that the healthy shares rest on; absent without a reference
 * @param referenceLearned whether these shares are those of its own first studies, because nobody stated any
 * @param studiesTested studies that were compared with the reference; those that came before it was known were not
 * @param studiesPerDay how many studies this version was asked so far, on average; absent in its first hour, and before
 *     its second study
 * @param classes one entry per class
 * @param outputs one entry per test of the probabilities
 * @param canaries what the last replay of labelled images said; absent before the first one
 * @param attribution what lies behind the open alerts; absent where none is open
 */
public record CollapseView(
        String model,
        String version,
        Condition condition,
        Instant since,
        @Nullable Condition lastCondition,
        @Nullable Double evidence,
        double threshold,
        double meanStudiesBetweenFalseAlarms,
        @Nullable Long referenceImages,
        boolean referenceLearned,
        long studiesTested,
        @Nullable Double studiesPerDay,
        List<ClassView> classes,
        List<OutputView> outputs,
        @Nullable CanaryVerdict canaries,
        @Nullable Attribution attribution) {

    private static final double MILLIS_PER_DAY = 24 * 3600 * 1000.0;

    /** An hour: less says little about a day. */
    private static final double LEAST_MILLIS = 3600 * 1000.0;

    /**
     * A test of the probabilities.
     *
     * @param kind {@code constant-output} or {@code squashed-scores}
     * @param learnedFrom studies that the healthy share was learned from so far
     * @param healthyUpperBound upper confidence bound of the healthy share; absent while it is learned
     * @param smallMargin margins under this are small; absent while it is learned, and for constant output
     * @param evidence odds against a healthy model; absent while it is learned
     * @param delay studies of one image that all show the trouble until it fires; absent while it is learned or if
     *     never
     * @param delayDays the same at this version's volume
     */
    public record OutputView(
            String kind,
            int learnedFrom,
            @Nullable Double healthyUpperBound,
            @Nullable Double smallMargin,
            @Nullable Double evidence,
            @Nullable Long delay,
            @Nullable Double delayDays) {}

    /**
     * One class.
     *
     * @param recentShare share of the recent answers
     * @param healthyShare share while healthy, with its confidence bounds; absent without a reference
     * @param evidence the part of the odds that this class adds
     * @param delayOfTotalCollapse predictions, one to a study, until a collapse of all answers into this class fires;
     *     absent where it cannot be found
     * @param delayDays the same at this version's volume
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
            @Nullable Double delayDays,
            @Nullable Long studiesSinceAnswered,
            @Nullable Long studiesUntilMissing) {}

    static CollapseView of(WatchedVersion version, CollapsePolicy policy, Condition condition) {
        double gamma = policy.meanStudiesBetweenFalseAlarms();
        HealthWatch health = version.health();
        Double perDay = studiesPerDay(version);
        List<ClassView> classes = new ArrayList<>();
        for (int k = 0; k < version.labels().size(); k++) {
            classes.add(health == null ? untested(version, k) : tested(version, health, k, gamma, perDay));
        }
        return new CollapseView(
                version.model(),
                version.version(),
                condition,
                version.conditionSince(),
                version.condition() == Condition.SUPERSEDED ? version.lastCondition() : null,
                health == null ? null : health.collapses().evidence(),
                gamma,
                gamma,
                health == null ? null : health.reference().images(),
                version.referenceLearned(),
                health == null ? 0 : health.studies(),
                perDay,
                classes,
                List.of(
                        output(
                                Kind.CONSTANT_OUTPUT,
                                version,
                                version.scores().tests().constant(),
                                gamma,
                                perDay),
                        output(
                                Kind.SQUASHED_SCORES,
                                version,
                                version.scores().tests().squashed(),
                                gamma,
                                perDay)),
                version.canaries(),
                version.attribution());
    }

    private static @Nullable Double studiesPerDay(WatchedVersion version) {
        double millis = Duration.between(version.firstPredictedAt(), version.lastPredictedAt())
                .toMillis();
        return millis < LEAST_MILLIS || version.studies() < 2
                ? null
                : (version.studies() - 1) * MILLIS_PER_DAY / millis;
    }

    private static @Nullable Double days(@Nullable Long studies, @Nullable Double perDay) {
        return studies == null || perDay == null ? null : studies / perDay;
    }

    private static OutputView output(
            Kind kind, WatchedVersion version, @Nullable RateTest test, double gamma, @Nullable Double perDay) {
        ScoreTests tests = version.scores().tests();
        if (test == null) {
            return new OutputView(kind.wireName(), tests.learned(), null, null, null, null, null);
        }
        long studies = test.delay(gamma);
        Long delay = studies < 0 ? null : studies;
        return new OutputView(
                kind.wireName(),
                tests.learned(),
                test.bound(),
                kind == Kind.SQUASHED_SCORES ? tests.smallMargin() : null,
                test.evidence(),
                delay,
                days(delay, perDay));
    }

    private static ClassView untested(WatchedVersion version, int k) {
        return new ClassView(
                version.labels().get(k), version.recentShare(k), null, null, null, null, null, null, null, null);
    }

    private static ClassView tested(
            WatchedVersion version, HealthWatch health, int k, double gamma, @Nullable Double perDay) {
        OptionalLong found = health.collapses().delayOfTotalCollapse(k, gamma);
        Long delay = found.isPresent() ? (Long) found.getAsLong() : null;
        long missing = health.misses().runAtOdds(k, gamma);
        return new ClassView(
                version.labels().get(k),
                version.recentShare(k),
                health.reference().shares().get(k),
                health.reference().lowerBounds().get(k),
                health.reference().upperBounds().get(k),
                health.collapses().evidence(k),
                delay,
                days(delay, perDay),
                health.misses().run(k),
                missing == Long.MAX_VALUE ? null : missing);
    }
}

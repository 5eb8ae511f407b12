package org.equipoise.monitor.http;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.equipoise.monitor.rhythm.RhythmPolicy;
import org.equipoise.monitor.rhythm.Rhythms;
import org.equipoise.monitor.watch.Condition;
import org.equipoise.monitor.watch.WatchedVersion;
import org.jspecify.annotations.Nullable;

/**
 * One model version in a list.
 *
 * @param since when this condition began; for a collapse, when it is likely to have begun
 * @param lastCondition how it was when it served last; absent while it serves
 * @param predictions predictions counted, each once
 * @param recentShares share of each class among the recent answers
 * @param silent what was not heard of for much longer than usual: all predictions of the version, or those of a source
 */
public record ModelView(
        String model,
        String version,
        Condition condition,
        Instant since,
        @Nullable Condition lastCondition,
        long predictions,
        long studies,
        Instant lastPredictedAt,
        List<Share> recentShares,
        List<Rhythms.Silent> silent) {

    /** A class and its share of the answers, in [0, 1]. */
    public record Share(String className, double share, long answers) {}

    static ModelView of(WatchedVersion version, RhythmPolicy policy, Instant now) {
        List<Share> shares = new ArrayList<>();
        for (int k = 0; k < version.labels().size(); k++) {
            shares.add(new Share(version.labels().get(k), version.recentShare(k), version.answers(k)));
        }
        return new ModelView(
                version.model(),
                version.version(),
                version.conditionAt(now, policy),
                version.conditionSince(),
                version.condition() == Condition.SUPERSEDED ? version.lastCondition() : null,
                version.predictions(),
                version.studies(),
                version.lastPredictedAt(),
                shares,
                version.silent(now, policy));
    }
}

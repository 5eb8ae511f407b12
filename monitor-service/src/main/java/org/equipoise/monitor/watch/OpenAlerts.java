package org.equipoise.monitor.watch;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

import org.equipoise.monitor.alerting.OpenAlert;
import org.jspecify.annotations.Nullable;

/**
 * What is held against a version at this moment, all its tests together.
 *
 * @param health absent without a reference
 */
record OpenAlerts(ScoreWatch scores, @Nullable HealthWatch health) {

    boolean any() {
        return ofScores() || (health != null && health.alerts().anyOpen());
    }

    boolean ofScores() {
        return scores.constant().open() != null || scores.squashed().open() != null;
    }

    /** When the first of them is likely to have begun. */
    long sinceMillis() {
        return Stream.concat(
                        Stream.of(
                                        Optional.ofNullable(scores.constant().open()),
                                        Optional.ofNullable(scores.squashed().open()))
                                .flatMap(Optional::stream),
                        health == null ? Stream.of() : health.alerts().open())
                .mapToLong(OpenAlert::sinceMillis)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** When the trouble that a condition names is likely to have begun. */
    OptionalLong beganMillis(Condition named) {
        OpenAlert alert = switch (named) {
            case COLLAPSED, CLASS_OVER_SHARE ->
                health == null ? null : health.alerts().collapse();
            case CONSTANT -> scores.constant().open();
            case SQUASHED -> scores.squashed().open();
            default -> null;
        };
        return alert == null ? OptionalLong.empty() : OptionalLong.of(alert.sinceMillis());
    }

    /** The worst of them, or what is known where none is open. */
    Condition condition() {
        if (scores.constant().firing()) {
            return Condition.CONSTANT;
        }
        if (health != null && health.alerts().collapsed()) {
            return health.oneClassAnswers() ? Condition.COLLAPSED : Condition.CLASS_OVER_SHARE;
        }
        if (health != null && health.alerts().classMissing()) {
            return Condition.CLASS_MISSING;
        }
        if (scores.squashed().firing()) {
            return Condition.SQUASHED;
        }
        if (any()) {
            return Condition.SUSPICIOUS;
        }
        if (health == null) {
            return Condition.NO_REFERENCE;
        }
        return health.studies() == 0 ? Condition.NOT_YET_WATCHED : Condition.HEALTHY;
    }
}

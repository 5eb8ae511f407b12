package org.equipoise.common.events;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.equipoise.common.events.AlertChanged.Kind;
import org.jspecify.annotations.Nullable;

/**
 * An operator knows of the alerts of a model and wants to hear no more of them for a while. They go on, and are shown;
 * nobody is called and nothing is done by itself. Topic {@code alerts.silenced}, compacted, keyed by {@code silenceId};
 * ended early by the same id with an earlier {@code until}.
 *
 * @param model whose alerts are silenced, of every version
 * @param kind the kind that is silenced; absent: every kind
 * @param reason why, for whoever has the next shift
 * @param silencedBy who: the name of an API key, never a patient's
 * @param until exclusive; after {@code from}, by {@link #LONGEST} at most
 */
public record AlertsSilenced(
        String silenceId,
        String model,
        @Nullable Kind kind,
        String reason,
        String silencedBy,
        Instant from,
        Instant until)
        implements Dated {

    /** A silence that nobody renews ends. */
    public static final Duration LONGEST = Duration.ofDays(30);

    public AlertsSilenced {
        Require.name(silenceId, "silenceId");
        Require.name(model, "model");
        Require.text(reason, "reason");
        Require.text(silencedBy, "silencedBy");
        Require.time(from, "from");
        Require.time(until, "until");
        if (!until.isAfter(from) || Duration.between(from, until).compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "until must be after from (" + from + ") by at most " + LONGEST.toDays() + " days, got " + until);
        }
    }

    /** Whether it holds at that time. */
    public boolean holdsAt(Instant now) {
        return !now.isBefore(from) && now.isBefore(until);
    }

    /** Whether it is about such an alert. */
    public boolean concerns(String alertModel, Kind alertKind) {
        return model.equals(alertModel) && (kind == null || kind == alertKind);
    }

    @Override
    public Map<String, Instant> happened() {
        return Map.of("from", from);
    }
}

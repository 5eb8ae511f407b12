package org.equipoise.common.events;

import java.time.Instant;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Somebody wants a run examined, whatever became of it. Topic {@code diagnoses.requested}, keyed by {@code model}.
 *
 * @param requestId unique, and no run's id; how the examination goes is told under it on {@code training.progressed}
 * @param version whose run is examined; absent where {@code runId} says it, or for the newest version
 * @param runId the run; absent where {@code version} says it, or for the newest version's
 * @param minutes for experiments, in [0, 1440]; absent for as long as the trainer is set to
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DiagnosisRequested(
        String requestId,
        String model,
        @Nullable String version,
        @Nullable String runId,
        @Nullable Double minutes,
        Instant requestedAt)
        implements Dated {

    /** A day. */
    public static final double MOST_MINUTES = 1440;

    public DiagnosisRequested {
        Require.name(requestId, "requestId");
        Require.name(model, "model");
        if (version != null) {
            Require.name(version, "version");
        }
        if (runId != null) {
            Require.name(runId, "runId");
        }
        if (minutes != null && !(minutes >= 0 && minutes <= MOST_MINUTES)) {
            throw new IllegalArgumentException("minutes must be in [0, " + MOST_MINUTES + "], got " + minutes);
        }
        Require.time(requestedAt, "requestedAt");
    }

    @Override
    public Map<String, Instant> happened() {
        return Map.of("requestedAt", requestedAt);
    }
}

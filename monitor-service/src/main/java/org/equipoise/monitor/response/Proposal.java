package org.equipoise.monitor.response;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertChanged.Cause;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.monitor.canary.CanaryVerdict;
import org.equipoise.monitor.canary.CanaryVerdict.Finding;
import org.equipoise.monitor.canary.CanaryWatch;

/**
 * What to do about an alert that fires and whose cause is the model or its preprocessing. Two witnesses that do not
 * know of each other have to agree: the answers to studies, and the answers to canaries.
 *
 * @param action what to do
 * @param instances scoring instances whose canaries are sick
 * @param reason why, in one or two sentences with numbers
 */
public record Proposal(String model, String version, Action action, List<String> instances, String reason) {

    /** What can be done. */
    public enum Action {
        /** Take the version out of service; the one promoted before serves again, or none if there is none. */
        @JsonProperty("roll-back")
        ROLL_BACK,
        /** Take the version out of service and put none in its place: each would be shown the same wrong images. */
        @JsonProperty("hold")
        HOLD,
        /** Restart some scoring instances: others serve the same version and are sound. */
        @JsonProperty("restart")
        RESTART
    }

    /** The instances are copied. */
    public Proposal {
        instances = List.copyOf(instances);
    }

    /**
     * What to do about an alert.
     *
     * @param replays the last replay of every scoring instance of the model, as far as this process saw them
     * @return empty where nothing is known that would help: other patients and other images are no fault of the model
     */
    public static Optional<Proposal> of(AlertChanged alert, List<CanaryWatch.Seen> replays, Instant now) {
        Cause cause = alert.cause();
        if (alert.state() != State.FIRING || (cause != Cause.MODEL && cause != Cause.PREPROCESSING)) {
            return Optional.empty();
        }
        List<CanaryVerdict> speaking = replays.stream()
                .filter(seen -> seen.replay().version().equals(alert.modelVersion()))
                .map(CanaryWatch.Seen::verdict)
                .filter(verdict -> !verdict.over(now.toEpochMilli()))
                .toList();
        List<String> sick = speaking.stream()
                .filter(CanaryVerdict::sick)
                .map(CanaryVerdict::instance)
                .toList();
        boolean someSound = speaking.stream().anyMatch(verdict -> verdict.finding() == Finding.SOUND);
        Action action = someSound ? Action.RESTART : cause == Cause.MODEL ? Action.ROLL_BACK : Action.HOLD;
        List<String> evidence = alert.evidence();
        String canaries = evidence == null || evidence.isEmpty() ? "" : " " + evidence.get(0);
        return Optional.of(new Proposal(alert.model(), alert.modelVersion(), action, sick, alert.summary() + canaries));
    }
}

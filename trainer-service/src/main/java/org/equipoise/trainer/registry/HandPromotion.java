package org.equipoise.trainer.registry;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.GateCheck;
import org.equipoise.common.events.ModelDecided.Outcome;

/**
 * Which refusal a person may overrule: that a version is not shown to be better than the champion. A lost class, or a
 * model that does not serve what was trained, no one can want.
 */
final class HandPromotion {

    /** The comparison with the champion, by the names that decisions have given it. */
    private static final Set<String> COMPARISONS =
            Set.of("better-than-champion", "not-worse-than-champion", "beats-champion");

    private HandPromotion() {}

    /**
     * Why a version cannot be promoted by hand, as a sentence; empty where it can.
     *
     * @param last decision about its model that was published
     */
    static Optional<String> refusal(ModelDecided last, StoredVersion version) {
        String model = last.model();
        ModelDecided decision = version.decision();
        if (decision == null) {
            return Optional.of("nothing was decided about version " + version.version() + " yet");
        }
        if (decision.outcome() != Outcome.REFUSED && !unpublished(last, decision)) {
            return Optional.of("version " + version.version() + " of " + model
                    + " was promoted once: a rollback to it lets it serve again");
        }
        List<String> failed = decision.checks().stream()
                .filter(check -> !check.passed())
                .map(GateCheck::name)
                .filter(name -> !COMPARISONS.contains(name))
                .toList();
        return failed.isEmpty()
                ? Optional.empty()
                : Optional.of("version " + version.version() + " of " + model + " failed more than its comparison with"
                        + " the champion: " + failed.stream().collect(Collectors.joining(", ")));
    }

    /** Whether a card says already what the log never heard: that a version was promoted against the gate. */
    private static boolean unpublished(ModelDecided last, ModelDecided decision) {
        return decision.outcome() == Outcome.PROMOTED
                && decision.decidedAt().isAfter(last.decidedAt())
                && decision.checks().stream().anyMatch(check -> !check.passed());
    }

    /** The decision that lets it serve, with what the gate said. */
    static ModelDecided of(String model, StoredVersion version, Instant now, String reason) {
        ModelDecided refused = version.decision();
        return new ModelDecided(
                model,
                version.version(),
                refused == null ? version.trained().runId() : refused.runId(),
                Outcome.PROMOTED,
                refused == null ? List.of() : refused.checks(),
                version.champion(),
                now,
                reason);
    }
}

package org.equipoise.trainer.registry;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.ModelDecided.Outcome;
import org.equipoise.common.events.ModelTrained;
import org.jspecify.annotations.Nullable;

/**
 * A version in one line.
 *
 * @param outcome the last decision about it; absent until there is one
 * @param serving whether it scores images now
 * @param balancedAccuracy on its test split, in [0, 1]
 * @param minimumRecall lowest recall on its test split, in [0, 1]
 * @param images test images behind both numbers; 0 when it was not judged
 * @param reason what the operator said, if one decided; which checks failed, if the gate refused
 */
public record VersionSummary(
        String model,
        String version,
        @Nullable Outcome outcome,
        boolean serving,
        double balancedAccuracy,
        double minimumRecall,
        long images,
        String dataset,
        String datasetVersion,
        Instant trainedAt,
        @Nullable Instant decidedAt,
        @Nullable String reason) {

    /** Every version of a model that the registry has, the newest first. */
    public static List<VersionSummary> of(String model, ModelObjects objects, DecisionLog log) {
        Optional<String> champion = log.champion(model).map(Champion::version);
        return objects.versions(model).stream()
                .map(stored -> of(stored, champion))
                .sorted(Comparator.comparing(VersionSummary::trainedAt)
                        .thenComparing(VersionSummary::version)
                        .reversed())
                .toList();
    }

    private static VersionSummary of(StoredVersion stored, Optional<String> champion) {
        ModelTrained trained = stored.trained();
        ModelDecided decision = stored.decision();
        return new VersionSummary(
                trained.model(),
                trained.version(),
                decision == null ? null : decision.outcome(),
                champion.filter(trained.version()::equals).isPresent(),
                trained.test().balancedAccuracy(),
                trained.test().minimumRecall(),
                trained.test().images(),
                trained.dataset(),
                trained.datasetVersion(),
                trained.trainedAt(),
                decision == null ? null : decision.decidedAt(),
                decision == null ? null : reason(decision));
    }

    /** An operator says why; the gate's failed checks are why. */
    private static @Nullable String reason(ModelDecided decision) {
        String failed = decision.checks().stream()
                .filter(check -> !check.passed())
                .map(check -> check.name() + ": " + check.explanation())
                .collect(Collectors.joining(" "));
        if (decision.reason() != null) {
            return decision.reason();
        }
        return failed.isEmpty() ? null : failed;
    }
}

package org.equipoise.bench.quality;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.equipoise.bench.report.Origin;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.local.client.TrainingOutcome;
import org.jspecify.annotations.Nullable;

/**
 * One training with one seed.
 *
 * @param test metrics of the test split, in [0, 1]; those that are undefined are left out
 * @param minutes from the request to the gate's decision
 * @param passed whether the gate found no fault but a better champion
 * @param faults what the gate said of each check that the model did not pass, a better champion aside; absent in
 *     results of calls before it was kept
 * @param failure why there is no model
 * @param origin the call that trained it
 * @param backbone identity of the pretrained network that the stack kept, see {@link GivenBackbone}; absent where it
 *     kept none, and in results of calls before it was kept
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SeedResult(
        long seed,
        Map<Metric, Double> test,
        double minutes,
        boolean passed,
        @Nullable Map<String, String> faults,
        @Nullable String failure,
        Origin origin,
        @Nullable String backbone) {

    SeedResult {
        test = Map.copyOf(test);
        faults = faults == null ? null : Map.copyOf(faults);
    }

    static SeedResult of(long seed, TrainingOutcome outcome, double minutes, Origin origin, @Nullable String backbone) {
        if (outcome instanceof TrainingOutcome.Decided decided) {
            Map<Metric, Double> test = new EnumMap<>(Metric.class);
            for (Metric metric : Metric.values()) {
                metric.of(decided.trained().test()).ifPresent(value -> test.put(metric, value));
            }
            // A champion that is better is no fault of a seed that comes later.
            Map<String, String> faults = decided.decision().checks().stream()
                    .filter(check -> !check.name().contains("champion") && !check.passed())
                    .collect(Collectors.toMap(
                            ModelDecided.GateCheck::name,
                            ModelDecided.GateCheck::explanation,
                            (first, second) -> first));
            return new SeedResult(seed, test, minutes, faults.isEmpty(), faults, null, origin, backbone);
        }
        String failure = outcome instanceof TrainingOutcome.Failed failed ? failed.reason() : "unknown";
        return new SeedResult(seed, Map.of(), minutes, false, Map.of(), failure, origin, backbone);
    }

    /** What the gate said, check by check; empty where that is not known, too. */
    Map<String, String> refusals() {
        return faults == null ? Map.of() : faults;
    }

    /** One line for a terminal. */
    String forPeople() {
        return failure != null
                ? "failed: " + failure
                : String.format(
                        java.util.Locale.ROOT,
                        "balanced accuracy %.3f, accuracy %.3f, %.1f min",
                        test.getOrDefault(Metric.BALANCED_ACCURACY, 0.0),
                        test.getOrDefault(Metric.ACCURACY, 0.0),
                        minutes);
    }
}

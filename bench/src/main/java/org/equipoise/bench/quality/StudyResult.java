package org.equipoise.bench.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelTrained;
import org.equipoise.local.client.TrainingOutcome;

/** One study with one recipe, seed by seed. */
final class StudyResult {

    private final Study study;
    private final String recipe;
    private final List<ModelTrained> trained = new ArrayList<>();
    private final List<Double> minutes = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private int passed;

    StudyResult(Study study, String recipe) {
        this.study = study;
        this.recipe = recipe;
    }

    /** @param wallMinutes from the request to the gate's decision */
    void add(long seed, TrainingOutcome outcome, double wallMinutes) {
        if (outcome instanceof TrainingOutcome.Failed failed) {
            failures.add(study.title() + ", " + recipe + ", seed " + seed + " failed: " + failed.reason());
        } else if (outcome instanceof TrainingOutcome.Decided decided) {
            trained.add(decided.trained());
            minutes.add(wallMinutes);
            // A champion that is better is no fault of a seed that comes later.
            passed += decided.decision().checks().stream()
                            .filter(check -> !check.name().contains("champion"))
                            .allMatch(ModelDecided.GateCheck::passed)
                    ? 1
                    : 0;
        }
    }

    Study study() {
        return study;
    }

    String recipe() {
        return recipe;
    }

    /** Seeds that gave a model. */
    int runs() {
        return trained.size();
    }

    /** Models with which the gate found no fault but a better champion. */
    int passed() {
        return passed;
    }

    List<String> failures() {
        return failures;
    }

    /** One value per seed; seeds for which it is undefined are left out. */
    List<Double> values(Metric metric) {
        return trained.stream()
                .map(model -> metric.of(model.test()))
                .filter(OptionalDouble::isPresent)
                .map(OptionalDouble::getAsDouble)
                .toList();
    }

    Optional<Spread> spread(Metric metric) {
        List<Double> values = values(metric);
        return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
    }

    List<Double> minutes() {
        return minutes;
    }
}

package org.equipoise.bench.quality;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.equipoise.bench.report.Origin;
import org.equipoise.bench.report.Target;

/** One study with one recipe, seed by seed. */
final class StudyResult {

    private final Study study;
    private final String recipe;
    private final Map<Long, SeedResult> seeds = new TreeMap<>();

    StudyResult(Study study, String recipe) {
        this.study = study;
        this.recipe = recipe;
    }

    /** In place of an earlier result with the same seed. */
    void add(SeedResult result) {
        seeds.put(result.seed(), result);
    }

    Study study() {
        return study;
    }

    String recipe() {
        return recipe;
    }

    /** In the order of the seeds, those that failed too. */
    Collection<SeedResult> seeds() {
        return seeds.values();
    }

    private Stream<SeedResult> models() {
        return seeds.values().stream().filter(result -> result.failure() == null);
    }

    /** Seeds that gave a model. */
    int runs() {
        return (int) models().count();
    }

    /** Those seeds, e.g. {@code 1-5} or {@code 1, 2, 7}. */
    String seedText() {
        List<Long> numbers = models().map(SeedResult::seed).toList();
        int n = numbers.size();
        return n > 2 && numbers.get(n - 1) - numbers.get(0) == n - 1
                ? numbers.get(0) + "-" + numbers.get(n - 1)
                : numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** Models with which the gate found no fault but a better champion. */
    int passed() {
        return (int) models().filter(SeedResult::passed).count();
    }

    List<String> failures() {
        List<String> failures = new ArrayList<>();
        for (SeedResult result : seeds.values()) {
            if (result.failure() != null) {
                failures.add(
                        study.title() + ", " + recipe + ", seed " + result.seed() + " failed: " + result.failure());
            }
        }
        return failures;
    }

    /** One value per seed; seeds for which it is undefined are left out. */
    List<Double> values(Metric metric) {
        return models().flatMap(result -> Optional.ofNullable(result.test().get(metric)).stream())
                .toList();
    }

    Optional<Spread> spread(Metric metric) {
        List<Double> values = values(metric);
        return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
    }

    List<Double> minutes() {
        return models().map(SeedResult::minutes).toList();
    }

    /** The calls that its seeds come from. */
    List<Origin> origins() {
        return seeds.values().stream().map(SeedResult::origin).distinct().toList();
    }

    /** What the study aims at, for {@code auto} alone; a metric that nobody measured is not reached. */
    List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        if (recipe.equals("auto")) {
            for (Metric metric : Metric.values()) {
                Double bound = study.targets().get(metric);
                if (bound != null) {
                    targets.add(Target.atLeast(
                            study.title() + ", " + metric.text(),
                            spread(metric).map(Spread::mean).orElse(0.0),
                            bound));
                }
            }
            double slowest =
                    minutes().stream().mapToDouble(Double::doubleValue).max().orElse(0);
            targets.add(new Target(
                    study.title() + ", slowest training", slowest, study.minutes(), Target.Kind.AT_MOST, "min"));
        }
        return targets;
    }
}

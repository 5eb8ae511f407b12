package org.equipoise.bench.quality;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.equipoise.bench.report.Origin;
import org.equipoise.bench.report.Target;

/** One study with one variant, seed by seed. */
final class StudyResult {

    private final Study study;
    private final String variant;
    private final Map<Long, SeedResult> seeds = new TreeMap<>();

    StudyResult(Study study, String variant) {
        this.study = study;
        this.variant = variant;
    }

    /** In place of an earlier result with the same seed. */
    void add(SeedResult result) {
        seeds.put(result.seed(), result);
    }

    Study study() {
        return study;
    }

    /** Its name. */
    String variant() {
        return variant;
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

    /** Whether there were seeds, and none gave a model. */
    boolean failed() {
        return !seeds.isEmpty() && runs() == 0;
    }

    /** Those seeds, e.g. {@code 1-5} or {@code 1, 2, 7}. */
    String seedText() {
        if (failed()) {
            return "none of " + seeds.size();
        }
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
                        study.title() + ", " + variant + ", seed " + result.seed() + " failed: " + result.failure());
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

    /** What is aimed at with this variant; empty where nothing is. */
    Map<Metric, Double> aims() {
        return variant.equals(Arm.WITH.title())
                ? study.targetsWithBackbone()
                : variant.equals(Arm.RECIPE) ? study.targets() : Map.of();
    }

    /** Whether the minutes are counted: those of {@code auto}, whatever it found on the stack. */
    private boolean timed() {
        return variant.equals(Arm.WITH.title()) || variant.equals(Arm.RECIPE);
    }

    /** The aims, and how far they were reached; a metric that nobody measured is not reached. */
    List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        String what = study.title() + ", " + (variant.equals(Arm.RECIPE) ? "" : variant + ", ");
        for (Metric metric : Metric.values()) {
            Double bound = aims().get(metric);
            if (bound != null) {
                Double mean = spread(metric).map(Spread::mean).orElse(null);
                double aim = bound;
                targets.add(new Target(what + metric.text(), mean, aim, Target.Kind.AT_LEAST, ""));
            }
        }
        if (timed()) {
            Double slowest = minutes().stream().max(Double::compare).orElse(null);
            targets.add(new Target(what + "slowest training", slowest, study.minutes(), Target.Kind.AT_MOST, "min"));
        }
        return targets;
    }

    /** Those that are aimed with: beside {@code auto} with a pretrained network, {@code auto} without is to compare. */
    static List<StudyResult> aimed(List<StudyResult> results) {
        Set<Study> withBackbone = results.stream()
                .filter(result -> result.variant.equals(Arm.WITH.title()))
                .map(StudyResult::study)
                .collect(Collectors.toSet());
        return results.stream()
                .filter(result -> result.timed()
                        && result.variant.equals(Arm.WITH.title()) == withBackbone.contains(result.study))
                .toList();
    }

    /** What the gate found, check by check: how many models, and its words about the first of them. */
    List<String> refusals() {
        Map<String, List<SeedResult>> byCheck = new TreeMap<>();
        models().forEach(result -> result.refusals()
                .keySet()
                .forEach(check ->
                        byCheck.computeIfAbsent(check, c -> new ArrayList<>()).add(result)));
        List<String> refusals = new ArrayList<>();
        byCheck.forEach((check, of) -> refusals.add(study.title() + ", " + variant + ": the gate's " + check
                + " refused " + of.size() + " of " + runs() + ", of seed "
                + of.get(0).seed() + ": "
                + of.get(0).refusals().get(check)));
        return refusals;
    }
}

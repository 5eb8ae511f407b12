package org.equipoise.bench.collapse;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.ranking.Ranking;

/**
 * What becomes of harmed runs when that is done which their diagnosis proposes. A run is repaired where macro-F1 comes
 * within {@value #AS_GOOD} of the healthy runs of its dataset and network.
 */
final class Repairs {

    static final double AS_GOOD = 0.02;

    /** What a training alone can make good: the images and labels are those of a healthy run. */
    private static final Set<Cause> TRAINED = EnumSet.of(
            Cause.HARMFUL_AUGMENTATION,
            Cause.CAPACITY_TOO_SMALL,
            Cause.LEARNING_RATE_TOO_HIGH,
            Cause.LEARNING_RATE_TOO_LOW,
            Cause.UNSUITABLE_OPTIMISER,
            Cause.DEAD_UNITS,
            Cause.LATE_UNLEARNING);

    /** What a training can better, but a healthy run has images that these have not. */
    private static final Set<Cause> FEWER_IMAGES =
            EnumSet.of(Cause.CLASS_IMBALANCE, Cause.TOO_LITTLE_AUGMENTATION, Cause.CAPACITY_TOO_LARGE);

    private final Truth truth;
    private final Map<String, List<RepairRow>> tried;

    Repairs(Truth truth, List<RepairRow> rows) {
        this.truth = truth;
        tried = rows.stream()
                .collect(Collectors.groupingBy(row -> row.run().key(), LinkedHashMap::new, Collectors.toList()));
    }

    /**
     * What to train for the harmed runs that a training could better: held-out ones first, and first those that it
     * could make as good as a healthy one.
     */
    List<Job> jobs(List<RunRow> rows, Judges judges) {
        List<RunRow> harmed = rows.stream()
                .filter(row -> harmedBy(TRAINED, row) || harmedBy(FEWER_IMAGES, row))
                .sorted(Comparator.comparing((RunRow row) -> !row.run().heldOut())
                        .thenComparing(row -> !harmedBy(TRAINED, row)))
                .toList();
        List<Job> jobs = new ArrayList<>();
        for (RunRow row : harmed) {
            OptionalDouble clean = truth.clean(row.run(), RunRow::macroF1);
            if (clean.isPresent()) {
                List<String> causes = judges.ranking(row).named().stream()
                        .map(Ranking.Ranked::cause)
                        .map(Cause::wireName)
                        .toList();
                jobs.add(new Job(
                        row.run().key(),
                        new Job.Repair(causes, measures(row.evidence()), clean.getAsDouble() - AS_GOOD)));
            }
        }
        return jobs;
    }

    private static Map<String, Double> measures(Evidence evidence) {
        Map<String, Double> measures = new LinkedHashMap<>();
        evidence.known()
                .forEach(measure ->
                        measures.put(measure.wireName(), evidence.value(measure).orElseThrow()));
        return measures;
    }

    private boolean harmedBy(Set<Cause> causes, RunRow row) {
        return row.run().injections().size() == 1
                && causes.contains(row.run().injections().get(0).cause())
                && truth.harmed(row);
    }

    /**
     * What became of some runs.
     *
     * @param repairable harmed runs that a training could make as good as a healthy one
     * @param repaired share of them that are; empty where there is none
     * @param byTheFirst share of them that what was proposed first repairs; empty where there is none
     * @param regained of the macro-F1 that a harmed run lacks to a healthy one, the median share that the best training
     *     brought; those that have fewer images are among them
     * @param seconds median time of a run's trainings
     */
    record Outcome(
            int repairable,
            OptionalDouble repaired,
            OptionalDouble byTheFirst,
            OptionalDouble regained,
            OptionalDouble seconds) {}

    Outcome of(List<RunRow> rows) {
        List<RunRow> repairable = rows.stream()
                .filter(row ->
                        harmedBy(TRAINED, row) && tried.containsKey(row.run().key()))
                .toList();
        Predicate<RunRow> asked = row -> tried.containsKey(row.run().key());
        return new Outcome(
                repairable.size(),
                share(repairable, row -> asGood(row, best(row))),
                share(repairable, row -> asGood(row, trainings(row).get(0).macroF1())),
                Scores.median(
                        rows.stream().filter(asked).mapToDouble(this::regained).toArray()),
                Scores.median(rows.stream()
                        .filter(asked)
                        .mapToDouble(row -> trainings(row).stream()
                                .mapToDouble(RepairRow::trainingSeconds)
                                .sum())
                        .toArray()));
    }

    private List<RepairRow> trainings(RunRow row) {
        return tried.getOrDefault(row.run().key(), List.of());
    }

    private double best(RunRow row) {
        return trainings(row).stream().mapToDouble(RepairRow::macroF1).max().orElse(0);
    }

    private boolean asGood(RunRow row, double macroF1) {
        return macroF1 >= truth.clean(row.run(), RunRow::macroF1).orElseThrow() - AS_GOOD;
    }

    /** Healthy ones of some runs. */
    static List<RunRow> healthy(List<RunRow> rows) {
        return rows.stream()
                .filter(row -> row.run().causes().equals(Set.of(Cause.HEALTHY)) && !Truth.unclear(row))
                .toList();
    }

    /** Share of these runs that come within {@value #AS_GOOD} of the median of the healthy ones of their place. */
    OptionalDouble asGood(List<RunRow> rows) {
        return share(rows, row -> asGood(row, row.macroF1()));
    }

    private static OptionalDouble share(List<RunRow> rows, Predicate<RunRow> is) {
        return rows.stream().mapToDouble(row -> is.test(row) ? 1 : 0).average();
    }

    private double regained(RunRow row) {
        double clean = truth.clean(row.run(), RunRow::macroF1).orElseThrow();
        return Math.min(1, (best(row) - row.macroF1()) / Math.max(1e-9, clean - row.macroF1()));
    }
}

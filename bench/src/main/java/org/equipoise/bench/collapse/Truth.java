package org.equipoise.bench.collapse;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ToDoubleFunction;

import org.equipoise.diagnosis.cause.Cause;

/**
 * Which diagnoses of a run are right, written down before anything was tuned: the injected causes with those that count
 * as the same; and, where the injection did no harm, {@code healthy}, too. It did no harm where no class is lost and
 * macro-F1 is at most {@value #HARM} below that of the healthy runs of its dataset and network.
 */
final class Truth {

    static final double HARM = 0.05;

    private final Map<String, List<RunRow>> clean = new HashMap<>();

    /** Knows the healthy runs among these rows. */
    Truth(Collection<RunRow> rows) {
        rows.stream()
                .filter(row -> row.run().injections().equals(List.of(Injection.HEALTHY)))
                .filter(row -> !row.broken())
                .forEach(row -> {
                    add(row.run().place(), row);
                    add(row.run().dataset(), row);
                });
    }

    private void add(String where, RunRow row) {
        clean.computeIfAbsent(where, key -> new ArrayList<>()).add(row);
    }

    /**
     * Median over the healthy runs of the same dataset and network; of the same dataset where there is none yet; empty
     * where that has none, either.
     */
    OptionalDouble clean(PlannedRun run, ToDoubleFunction<RunRow> number) {
        List<RunRow> healthy = clean.getOrDefault(run.place(), clean.getOrDefault(run.dataset(), List.of()));
        return Scores.median(healthy.stream().mapToDouble(number).toArray());
    }

    /** Whether a run is the worse for its injection; a healthy one that lost a class is not what it should be. */
    boolean harmed(RunRow row) {
        OptionalDouble expected = clean(row.run(), RunRow::macroF1);
        return row.broken() || expected.isEmpty() || row.macroF1() < expected.getAsDouble() - HARM;
    }

    /** Healthy runs that lost a class by themselves: neither healthy nor of a known cause. */
    static boolean unclear(RunRow row) {
        return row.run().causes().equals(Set.of(Cause.HEALTHY)) && row.broken();
    }

    Set<Cause> of(RunRow row) {
        Set<Cause> truth = EnumSet.copyOf(SameCauses.asAny(row.run().causes()));
        if (!harmed(row)) {
            truth.add(Cause.HEALTHY);
        }
        return truth;
    }
}

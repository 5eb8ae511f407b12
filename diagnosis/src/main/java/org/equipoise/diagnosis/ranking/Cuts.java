package org.equipoise.diagnosis.ranking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

import org.equipoise.diagnosis.cause.Cause;

/**
 * Where the values of a measure are cut into ranges: where a cut tells most about the causes. Equal ranges would put a
 * value that only one rare cause has together with usual ones.
 *
 * @see <a href="https://www.ijcai.org/Proceedings/93-2/Papers/022.pdf">Fayyad and Irani, IJCAI 1993</a>, whose cuts
 *     these are, taken in the order of what they tell
 */
final class Cuts {

    /** Ranges that a measure is cut into, at most. */
    private static final int MOST_RANGES = 8;

    /** Runs in a range, at least. */
    private static final int LEAST_RUNS = 3;

    /** What a cut tells about the causes of all runs that it parts, at least, bits. */
    private static final double LEAST_BITS = 12;

    private Cuts() {}

    /** A value, and the causes that were at work. */
    record Known(double value, Set<Cause> causes) {}

    /** Upper ends of the ranges but the last, ascending; empty where no cut tells enough. */
    static List<Double> of(List<Known> values) {
        List<Known> sorted = new ArrayList<>(values);
        sorted.sort(Comparator.comparingDouble(Known::value));
        var open = new PriorityQueue<Cut>(Comparator.comparingDouble(cut -> -cut.bits()));
        best(sorted, 0, sorted.size()).ifPresent(open::add);
        List<Double> ends = new ArrayList<>();
        while (ends.size() < MOST_RANGES - 1 && !open.isEmpty()) {
            Cut cut = open.remove();
            ends.add(cut.end(sorted));
            best(sorted, cut.from(), cut.at()).ifPresent(open::add);
            best(sorted, cut.at(), cut.to()).ifPresent(open::add);
        }
        Collections.sort(ends);
        return ends;
    }

    /** A cut of a range of places before one of them. */
    private record Cut(int from, int at, int to, double bits) {

        double end(List<Known> sorted) {
            return (sorted.get(at - 1).value() + sorted.get(at).value()) / 2;
        }
    }

    private static Optional<Cut> best(List<Known> sorted, int from, int to) {
        var right = new Mass();
        for (int i = from; i < to; i++) {
            right.add(sorted.get(i), 1);
        }
        double whole = right.bits();
        var left = new Mass();
        Cut best = null;
        for (int at = from + 1; at <= to - LEAST_RUNS; at++) {
            left.add(sorted.get(at - 1), 1);
            right.add(sorted.get(at - 1), -1);
            if (at - from >= LEAST_RUNS
                    && sorted.get(at - 1).value() < sorted.get(at).value()) {
                double bits = whole - left.bits() - right.bits();
                best = best == null || bits > best.bits() ? new Cut(from, at, to, bits) : best;
            }
        }
        return Optional.ofNullable(best).filter(cut -> cut.bits() >= LEAST_BITS);
    }

    /** Runs by their causes. */
    private static final class Mass {

        private final Map<Cause, Double> ofCauses = new EnumMap<>(Cause.class);

        void add(Known run, int sign) {
            run.causes()
                    .forEach(cause ->
                            ofCauses.merge(cause, sign / (double) run.causes().size(), Double::sum));
        }

        /** Entropy of the causes, of all runs together. */
        double bits() {
            double[] masses = ofCauses.values().stream()
                    .mapToDouble(Double::doubleValue)
                    .filter(mass -> mass > 1e-9)
                    .toArray();
            double all = Arrays.stream(masses).sum();
            return Arrays.stream(masses)
                    .map(mass -> -mass * Math.log(mass / all) / Math.log(2))
                    .sum();
        }
    }
}

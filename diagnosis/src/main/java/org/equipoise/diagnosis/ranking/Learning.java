package org.equipoise.diagnosis.ranking;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;
import org.jspecify.annotations.Nullable;

/**
 * Learns a {@link Forest} from runs whose causes are known: trees that ask, of some measures drawn by chance, the
 * question that tells most about the causes. How sure the forest may be is learnt from runs of groups that its trees
 * did not see. The same runs in the same order teach the same.
 */
public final class Learning {

    /** More say hardly more. */
    private static final int TREES = 60;

    /** Measures that a question is chosen from. */
    private static final int MEASURES = 14;

    /** A question that tells less is none. */
    private static final double LEAST_BITS = 1e-9;

    /** Fewer runs are asked no further question. */
    private static final double LEAST_RUNS = 2;

    /** Less of a run than this is not followed any further. */
    private static final double LEAST_WEIGHT = 0.1;

    private static final long SEED = 1;
    private static final double SHARPEST = 8;
    private static final double STEP = 0.25;

    private Learning() {}

    /**
     * A run whose causes are known.
     *
     * @param causes at least one; more where they are the same thing, or where several were at work
     * @param group runs of one group are alike, e.g. by dataset and network
     */
    public record KnownRun(Set<Cause> causes, Evidence evidence, String group) {

        public KnownRun {
            causes = Set.copyOf(causes);
            if (causes.isEmpty()) {
                throw new IllegalArgumentException("a run needs a cause");
            }
        }
    }

    /**
     * Learns from runs of at least two groups.
     *
     * @throws IllegalArgumentException if all runs are of one group
     */
    public static Forest from(Collection<KnownRun> runs) {
        Set<String> groups = runs.stream().map(KnownRun::group).collect(Collectors.toCollection(TreeSet::new));
        if (groups.size() < 2) {
            throw new IllegalArgumentException("need runs of at least two groups, got " + groups);
        }
        List<Unseen> unseen = new ArrayList<>();
        for (String group : groups) {
            Forest others = new Forest(
                    trees(runs.stream()
                            .filter(run -> !run.group().equals(group))
                            .toList()),
                    1);
            runs.stream()
                    .filter(run -> run.group().equals(group))
                    .forEach(run -> unseen.add(new Unseen(run.causes(), others.shares(run.evidence()))));
        }
        return new Forest(trees(runs), sharpness(unseen));
    }

    /** A run with the shares that trees gave which did not see it. */
    private record Unseen(Set<Cause> causes, Map<Cause, Double> shares) {

        double logarithm(double sharpness) {
            Map<Cause, Double> probabilities = Forest.sharpened(shares, sharpness);
            double right = causes.stream()
                    .mapToDouble(cause -> probabilities.getOrDefault(cause, 0.0))
                    .sum();
            return Math.log(Math.max(1e-6, right));
        }
    }

    /** Under which the true causes, together, are most probable. */
    private static double sharpness(List<Unseen> runs) {
        double best = 1;
        double most = Double.NEGATIVE_INFINITY;
        for (double sharpness = STEP; sharpness <= SHARPEST; sharpness += STEP) {
            double tried = sharpness;
            double sum = runs.stream().mapToDouble(run -> run.logarithm(tried)).sum();
            if (sum > most) {
                most = sum;
                best = sharpness;
            }
        }
        return best;
    }

    private static List<Tree> trees(Collection<KnownRun> runs) {
        List<Row> rows = runs.stream().map(Row::of).toList();
        return IntStream.range(0, TREES)
                .mapToObj(i -> {
                    List<Tree.Node> nodes = new ArrayList<>();
                    grow(rows, new Random(SEED + i), nodes);
                    return new Tree(nodes);
                })
                .toList();
    }

    /** A run, or the part of it that came to a node. */
    private static final class Row {

        /** By the measures' places; NaN where one is not known. */
        private final double[] values;

        /** Places of its causes. */
        private final int[] causes;

        private final double weight;

        private Row(double[] values, int[] causes, double weight) {
            this.values = values;
            this.causes = causes;
            this.weight = weight;
        }

        static Row of(KnownRun run) {
            double[] values = new double[Measure.values().length];
            for (Measure measure : Measure.values()) {
                values[measure.ordinal()] = run.evidence().value(measure).orElse(Double.NaN);
            }
            return new Row(
                    values,
                    run.causes().stream().mapToInt(Cause::ordinal).sorted().toArray(),
                    1);
        }

        Row times(double share) {
            return new Row(values, causes, weight * share);
        }
    }

    /** Runs by their causes. */
    private static final class Runs {

        private final double[] ofCauses = new double[Cause.values().length];
        private double all;

        static Runs of(List<Row> rows) {
            var runs = new Runs();
            rows.forEach(row -> runs.add(row));
            return runs;
        }

        void add(Row row) {
            for (int cause : row.causes) {
                ofCauses[cause] += row.weight / row.causes.length;
            }
            all += row.weight;
        }

        /** Entropy of the causes, of all runs together, bits. */
        double bits() {
            double bits = 0;
            for (double count : ofCauses) {
                bits -= count > 0 ? count * Math.log(count / all) / Math.log(2) : 0;
            }
            return bits;
        }

        Map<Cause, Double> byCause() {
            Map<Cause, Double> runs = new EnumMap<>(Cause.class);
            for (Cause cause : Cause.values()) {
                if (ofCauses[cause.ordinal()] > 0) {
                    runs.put(cause, ofCauses[cause.ordinal()]);
                }
            }
            return runs;
        }
    }

    /** Adds the node of these rows and all that follow it. */
    private static void grow(List<Row> rows, Random dice, List<Tree.Node> nodes) {
        Runs runs = Runs.of(rows);
        int place = nodes.size();
        nodes.add(Tree.Node.end(runs.byCause()));
        if (runs.all < LEAST_RUNS || runs.bits() / runs.all < LEAST_BITS) {
            return;
        }
        cut(rows, dice).ifPresent(cut -> {
            List<Row> low = new ArrayList<>();
            List<Row> high = new ArrayList<>();
            cut.part(rows, low, high);
            grow(low, dice, nodes);
            int higher = nodes.size();
            grow(high, dice, nodes);
            var question = new Tree.Question(Measure.values()[cut.measure()], cut.upTo(), higher);
            nodes.set(place, Tree.Node.asking(question, nodes.get(place + 1), nodes.get(higher)));
        });
    }

    /**
     * A question.
     *
     * @param bits that it tells of all runs
     * @param lowShare of the runs whose measure is known
     */
    private record Cut(int measure, double upTo, double bits, double lowShare) {

        void part(List<Row> rows, List<Row> low, List<Row> high) {
            for (Row row : rows) {
                double value = row.values[measure];
                if (Double.isNaN(value)) {
                    add(low, row.times(lowShare));
                    add(high, row.times(1 - lowShare));
                } else {
                    (value <= upTo ? low : high).add(row);
                }
            }
        }

        private static void add(List<Row> rows, Row row) {
            if (row.weight >= LEAST_WEIGHT) {
                rows.add(row);
            }
        }
    }

    /** The most telling of the questions that chance draws; empty where none tells anything. */
    private static Optional<Cut> cut(List<Row> rows, Random dice) {
        List<Integer> measures = new ArrayList<>(
                IntStream.range(0, Measure.values().length).boxed().toList());
        Collections.shuffle(measures, dice);
        Cut best = null;
        int tried = 0;
        for (int measure : measures) {
            Cut cut = tried < MEASURES ? cut(rows, measure, dice) : null;
            tried += cut == null ? 0 : 1;
            best = cut != null && cut.bits() > LEAST_BITS && (best == null || cut.bits() > best.bits()) ? cut : best;
        }
        return Optional.ofNullable(best);
    }

    /** At a place that chance draws between the least and the greatest value; null where all are alike. */
    private static @Nullable Cut cut(List<Row> rows, int measure, Random dice) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (Row row : rows) {
            double value = row.values[measure];
            least = value < least ? value : least;
            most = value > most ? value : most;
        }
        if (!(least < most)) {
            return null;
        }
        double upTo = least + dice.nextDouble() * (most - least);
        var low = new Runs();
        var high = new Runs();
        var known = new Runs();
        for (Row row : rows) {
            double value = row.values[measure];
            if (!Double.isNaN(value)) {
                (value <= upTo ? low : high).add(row);
                known.add(row);
            }
        }
        return high.all > 0
                ? new Cut(measure, upTo, known.bits() - low.bits() - high.bits(), low.all / known.all)
                : null;
    }
}

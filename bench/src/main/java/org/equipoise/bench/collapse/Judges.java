package org.equipoise.bench.collapse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.equipoise.bench.collapse.Judgement.Guess;
import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.ranking.Forest;
import org.equipoise.diagnosis.ranking.Learning;
import org.equipoise.diagnosis.ranking.Learning.KnownRun;
import org.equipoise.diagnosis.ranking.Ranking;

/** Who names a cause: the diagnosis, learnt from development runs alone, and what it is compared with. */
final class Judges {

    private final List<RunRow> development;
    private final Truth truth;

    /** What is learnt without a place. */
    private final Map<String, Forest> without = new TreeMap<>();

    /** @param rows all of them; only those that are not held out are learnt from */
    Judges(List<RunRow> rows, Truth truth) {
        development = rows.stream()
                .filter(row -> !row.run().heldOut() && !Truth.unclear(row))
                .toList();
        this.truth = truth;
    }

    /** Whether there are runs of three places, the least to judge one by two others. */
    boolean canLearn() {
        return places().size() > 2;
    }

    /** What all development runs teach. */
    Forest forest() {
        return learnt(development);
    }

    /** Runs of one place are judged by what those of the others teach; held-out ones by all. */
    List<Judgement> diagnosis(List<RunRow> rows) {
        return judged(rows, row -> Judgement.merged(ranking(row).causes()));
    }

    /** What is said of one of them. */
    Ranking ranking(RunRow row) {
        return Ranking.of(
                without.computeIfAbsent(
                        row.run().heldOut() ? "" : row.run().place(),
                        place -> learnt(development.stream()
                                .filter(seen -> !seen.run().place().equals(place))
                                .toList())),
                row.evidence());
    }

    /** Always the causes in the order of how many development runs have them. */
    List<Judgement> mostFrequent(List<RunRow> rows) {
        Map<Set<Cause>, Long> counts = development.stream()
                .flatMap(row -> row.run().causes().stream())
                .collect(Collectors.groupingBy(SameCauses::as, LinkedHashMap::new, Collectors.counting()));
        double all = counts.values().stream().mapToLong(Long::longValue).sum();
        List<Guess> guesses = counts.entrySet().stream()
                .map(entry -> new Guess(entry.getKey(), entry.getValue() / all))
                .sorted(Comparator.comparingDouble(guess -> -guess.probability()))
                .toList();
        return judged(rows, row -> guesses);
    }

    /** The causes in an order that chance decides, another for every run. */
    List<Judgement> random(List<RunRow> rows) {
        List<Set<Cause>> all = Arrays.stream(Injection.values())
                .map(injection -> SameCauses.as(injection.cause()))
                .distinct()
                .toList();
        return judged(rows, row -> {
            List<Set<Cause>> mixed = new ArrayList<>(all);
            Collections.shuffle(mixed, new Random(row.run().key().hashCode()));
            return mixed.stream()
                    .map(causes -> new Guess(causes, 1.0 / all.size()))
                    .toList();
        });
    }

    /** What rules say: one cause, and they know no probabilities. */
    List<Judgement> rules(Rules rules, List<RunRow> rows) {
        return judged(rows, row -> List.of(new Guess(SameCauses.as(rules.cause(row.evidence())), 1)));
    }

    private List<Judgement> judged(List<RunRow> rows, Function<RunRow, List<Guess>> guesses) {
        return rows.stream()
                .map(row -> new Judgement(row, truth.of(row), guesses.apply(row)))
                .toList();
    }

    private Set<String> places() {
        return development.stream().map(row -> row.run().place()).collect(Collectors.toCollection(TreeSet::new));
    }

    private Forest learnt(List<RunRow> rows) {
        return Learning.from(rows.stream()
                .map(row ->
                        new KnownRun(truth.of(row), row.evidence(), row.run().place()))
                .toList());
    }
}

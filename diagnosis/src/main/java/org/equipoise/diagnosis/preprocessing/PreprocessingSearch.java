package org.equipoise.diagnosis.preprocessing;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.diagnosis.preprocessing.SearchResult.Verdict;

/**
 * Tries preprocessings on labelled images until the accuracy returns. First everything that differs in one way from
 * what is done today, then everything that differs in one more way from the best of those, and so on. One candidate is
 * chosen on half of the images and judged on the other half, which no other candidate has seen: that so many were tried
 * makes no number better. Right answers alone choose, and of candidates that these do not tell apart the most usual
 * one: how sure a network is says little, since other values make it surer than those it was trained with.
 */
public final class PreprocessingSearch {

    /** A gain of balanced accuracy below it is none. */
    static final double LEAST_GAIN = 0.1;

    /** A gain that chance brings with a greater probability is not confirmed. */
    static final double SIGNIFICANT = 0.01;

    /** Balanced accuracies that differ by no more are alike. */
    static final double AS_GOOD = 0.03;

    /** Ways in which what is found may differ from today's at most. */
    private static final int MOST_DIFFERENCES = 3;

    private static final int GONE_ON_FROM = 3;
    /** Images of a class below which nothing is chosen. */
    private static final int LEAST_IMAGES = 4;

    private final AnsweringModel model;
    private final InputShape shape;
    private final int classes;

    /** @param shape what the model is fed */
    public PreprocessingSearch(AnsweringModel model, InputShape shape, int classes) {
        this.model = model;
        this.shape = shape;
        this.classes = classes;
    }

    /** What the model answers under one preprocessing. */
    public Answered answers(List<LabelledPixels> images, Preprocessing preprocessing) {
        return new PreparedImages(images, shape, classes).answers(model, preprocessing);
    }

    /**
     * Searches.
     *
     * @param images a few dozen of each class are enough
     * @param today what is done to them today
     * @param enough whether no other candidate may be begun
     */
    public SearchResult search(
            List<LabelledPixels> images, Preprocessing today, Catalogue catalogue, BooleanSupplier enough) {
        Map<Integer, Integer> perClass = new HashMap<>();
        images.forEach(image -> perClass.merge(image.label(), 1, Integer::sum));
        if (perClass.size() < 2 || perClass.values().stream().anyMatch(n -> n < LEAST_IMAGES)) {
            return SearchResult.tooFew(today);
        }
        Catalogue candidates = catalogue.of(images, shape);
        LabelledPixels.Halves halves = LabelledPixels.halves(images);
        var tried = new Tried(new PreparedImages(halves.choose(), shape, classes), enough);
        tried.add(today);
        List<Trial> from = List.of(tried.of(today));
        for (int differences = 1; differences <= MOST_DIFFERENCES && !tried.stopped(); differences++) {
            for (Trial one : from) {
                candidates.near(one.preprocessing()).forEach(tried::add);
            }
            List<Trial> next = tried.next(today);
            if (next.equals(from)) {
                break;
            }
            from = next;
        }
        return confirmed(today, tried, new PreparedImages(halves.confirm(), shape, classes));
    }

    private SearchResult confirmed(Preprocessing today, Tried tried, PreparedImages others) {
        Preprocessing best = tried.chosen(today);
        Answered before = others.answers(model, today);
        Trial beforeTrial = Trial.of(today, before);
        if (best.equals(today)) {
            return new SearchResult(
                    Verdict.NOTHING_BETTER, beforeTrial, null, 1, List.of(), tried.counts(), others.size());
        }
        Answered after = others.answers(model, best);
        Trial afterTrial = Trial.of(best, after);
        double gain = afterTrial.balancedAccuracy() - beforeTrial.balancedAccuracy();
        double chance = SignFlips.probability(before, after);
        Verdict verdict = gain < LEAST_GAIN
                ? Verdict.NOTHING_BETTER
                : chance <= SIGNIFICANT ? Verdict.FOUND : Verdict.NOT_CONFIRMED;
        return new SearchResult(
                verdict, beforeTrial, afterTrial, chance, tried.alike(best, today), tried.counts(), others.size());
    }

    /** Candidates and what the model answered to the first half under each. */
    private final class Tried {

        private final PreparedImages images;
        private final BooleanSupplier enough;
        private final Map<Preprocessing, Trial> trials = new LinkedHashMap<>();
        private boolean stopped;

        Tried(PreparedImages images, BooleanSupplier enough) {
            this.images = images;
            this.enough = enough;
        }

        void add(Preprocessing candidate) {
            if (trials.containsKey(candidate)) {
                return;
            }
            stopped |= !trials.isEmpty() && enough.getAsBoolean();
            if (!stopped) {
                trials.put(candidate, Trial.of(candidate, images.answers(model, candidate)));
            }
        }

        boolean stopped() {
            return stopped;
        }

        Trial of(Preprocessing one) {
            return Objects.requireNonNull(trials.get(one));
        }

        /**
         * The best; and where nothing brings back half of what is lacking, the values may be wrong, or inverted, and
         * something else, too.
         */
        List<Trial> next(Preprocessing today) {
            List<Trial> best = trials.values().stream()
                    .sorted(Comparator.comparingDouble(Trial::score).reversed())
                    .limit(GONE_ON_FROM)
                    .toList();
            boolean helps = best.get(0).balancedAccuracy() >= (1 + of(today).balancedAccuracy()) / 2;
            return helps
                    ? best
                    : trials.values().stream()
                            .filter(trial -> best.contains(trial)
                                    || today.with(trial.preprocessing().values())
                                            .equals(trial.preprocessing())
                                    || today.with(!today.inverted()).equals(trial.preprocessing()))
                            .toList();
        }

        /** The best of those with the fewest differences: a difference must be worth it. */
        Preprocessing chosen(Preprocessing today) {
            Preprocessing chosen = today;
            for (int differences = 1; differences <= MOST_DIFFERENCES; differences++) {
                int ways = differences;
                List<Preprocessing> those = trials.keySet().stream()
                        .filter(candidate -> candidate.differences(today) == ways)
                        .toList();
                double least = of(chosen).balancedAccuracy() + LEAST_GAIN;
                Optional<Preprocessing> best = those.stream()
                        .filter(candidate -> of(candidate).balancedAccuracy() >= least)
                        .max(Comparator.comparingDouble(
                                candidate -> of(candidate).balancedAccuracy()));
                if (best.isPresent()) {
                    // Of those that are as good, the most usual: it was tried first.
                    chosen = those.stream()
                            .filter(candidate -> asGood(candidate, best.get()))
                            .findFirst()
                            .orElse(best.get());
                }
            }
            return chosen;
        }

        /** Whether these images hardly tell it from one that answers more of them rightly. */
        private boolean asGood(Preprocessing candidate, Preprocessing best) {
            return of(best).balancedAccuracy() - of(candidate).balancedAccuracy() <= AS_GOOD;
        }

        /** Others that these images hardly tell from it, and that differ from today's in no more ways. */
        List<Preprocessing> alike(Preprocessing chosen, Preprocessing today) {
            return trials.keySet().stream()
                    .filter(other -> !other.equals(chosen)
                            && !other.equals(today)
                            && other.differences(today) <= chosen.differences(today)
                            && asGood(other, chosen))
                    .toList();
        }

        SearchResult.Counts counts() {
            double highest = trials.values().stream()
                    .mapToDouble(Trial::balancedAccuracy)
                    .max()
                    .orElse(0);
            long alike = trials.values().stream()
                    .filter(trial -> trial.largestShare() == 1)
                    .count();
            return new SearchResult.Counts(trials.size(), (int) alike, highest, stopped);
        }
    }
}

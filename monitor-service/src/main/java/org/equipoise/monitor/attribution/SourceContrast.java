package org.equipoise.monitor.attribution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Whether the trouble comes from one source of images, a modality at a station, and not from the others.
 *
 * <p>A source stands out if the classes are other shares of its answers than of the others', by a G test of the two
 * rows at one in a thousand, shared by {@value AnswerStatistics#MOST_SOURCES} sources. What its images look like is
 * compared with its own healthy beginning, within the class that is more frequent there, or most frequent if it does
 * not stand out: it moved if that is more than {@value Attribution#MOVED} healthy deviation and {@value #SURE} standard
 * errors on top, for there are several sources and three numbers of each.
 *
 * @param outstanding answers of the sources that stand out, by name
 * @param moved whether images or margins of one source moved
 * @param clearest the source to look at first: the one that stands out most, or is new, or moved; null where none does
 * @param sentences one for each thing found
 */
record SourceContrast(
        Map<String, AnswerStatistics> outstanding,
        boolean moved,
        @Nullable String clearest,
        List<String> sentences) {

    private static final double STANDS_OUT = 1 - 0.001 / AnswerStatistics.MOST_SOURCES;

    /** Standard errors beyond {@link Attribution#MOVED}: patients, too, move a mean within a class. */
    private static final double SURE = 2;

    /** Answers of a source that are compared with the others'. */
    private static final int FEWEST = 8;

    /** A source is new if it gave at least this share of the answers. */
    private static final double NEW = 0.1;

    SourceContrast {
        outstanding = Map.copyOf(outstanding);
        sentences = List.copyOf(sentences);
    }

    /** @param independent how many of the answers are independent, a share in (0, 1] */
    static SourceContrast of(AnswerStatistics healthy, AnswerStatistics now, double independent, List<String> labels) {
        var found = new Findings(labels);
        Map<String, Integer> excess = found.standingOut(now, independent);
        now.sources().forEach((name, here) -> {
            AnswerStatistics before = healthy.sources().get(name);
            if (before != null && now.sources().size() > 1) {
                found.compare(name, before, here, excess.getOrDefault(name, here.largest()));
            } else if (before == null
                    && !healthy.sources().isEmpty()
                    && here.predictions() >= Math.max(FEWEST, NEW * now.predictions())) {
                found.lookAt(name);
                found.say(
                        "%s was not there in the healthy beginning; %d of %d answers since are for it.",
                        name, here.predictions(), now.predictions());
            }
        });
        return new SourceContrast(found.outstanding, found.moved, found.clearest, found.sentences);
    }

    /**
     * How a source differs from the rest.
     *
     * @param g the statistic of the test
     * @param excess the class that is answered more often here than there
     */
    private record Contrast(String name, AnswerStatistics here, double g, int excess) {

        static Contrast of(String name, AnswerStatistics here, long[] rest, double independent) {
            long[] answers = here.answers();
            double n = Arrays.stream(answers).sum();
            double m = Arrays.stream(rest).sum();
            double g = 0;
            int excess = 0;
            double largest = 0;
            for (int k = 0; k < answers.length; k++) {
                double share = (answers[k] + rest[k]) / (n + m);
                double part = term(answers[k], n * share) + term(rest[k], m * share);
                g += 2 * independent * part;
                if (answers[k] / n > rest[k] / m && part > largest) {
                    largest = part;
                    excess = k;
                }
            }
            return new Contrast(name, here, g, excess);
        }
    }

    private static long[] minus(long[] all, long[] some) {
        long[] rest = all.clone();
        for (int k = 0; k < rest.length; k++) {
            rest[k] -= some[k];
        }
        return rest;
    }

    private static double term(double observed, double expected) {
        return observed == 0 ? 0 : observed * Math.log(observed / expected);
    }

    private static final class Findings {
        private final List<String> labels;
        private final Map<String, AnswerStatistics> outstanding = new TreeMap<>();
        private final List<String> sentences = new ArrayList<>();
        private boolean moved;
        private @Nullable String clearest;

        Findings(List<String> labels) {
            this.labels = labels;
        }

        /** One after another, the clearest first and then without it: it would make all others look different. */
        Map<String, Integer> standingOut(AnswerStatistics now, double independent) {
            Map<String, Integer> excess = new TreeMap<>();
            long[] all = now.answers();
            double limit = Feasibility.quantile(all.length - 1, STANDS_OUT);
            while (true) {
                long[] left = all;
                Optional<Contrast> clearest = now.sources().entrySet().stream()
                        .filter(source -> !outstanding.containsKey(source.getKey()))
                        .filter(source -> source.getValue().predictions() >= FEWEST)
                        .filter(source ->
                                Arrays.stream(left).sum() >= source.getValue().predictions() + Attribution.FEWEST)
                        .map(source -> Contrast.of(
                                source.getKey(),
                                source.getValue(),
                                minus(left, source.getValue().answers()),
                                independent))
                        .max(Comparator.comparingDouble(Contrast::g))
                        .filter(contrast -> contrast.g() > limit);
                if (clearest.isEmpty()) {
                    return excess;
                }
                Contrast contrast = clearest.get();
                all = minus(left, contrast.here().answers());
                outstanding.put(contrast.name(), contrast.here());
                lookAt(contrast.name());
                excess.put(contrast.name(), contrast.excess());
                standsOut(contrast, all);
            }
        }

        private void standsOut(Contrast contrast, long[] rest) {
            int k = contrast.excess();
            long others = Arrays.stream(rest).sum();
            say(
                    "%s: %.0f %% of %d answers are \"%s\", elsewhere %.0f %% of %d.",
                    contrast.name(),
                    100.0 * contrast.here().answers()[k] / contrast.here().predictions(),
                    contrast.here().predictions(),
                    labels.get(k),
                    100.0 * rest[k] / others,
                    others);
        }

        /** The first that is named so stays it. */
        void lookAt(String name) {
            clearest = clearest == null ? name : clearest;
        }

        void compare(String name, AnswerStatistics before, AnswerStatistics here, int k) {
            String of = " of what is answered \"" + labels.get(k) + "\" for " + name;
            if (compare("mean grey value" + of, before.inputMean(k), here.inputMean(k), Movement.LEAST_GREY)
                    | compare("contrast" + of, before.inputDeviation(k), here.inputDeviation(k), Movement.LEAST_GREY)
                    | compare("margin" + of, before.margin(k), here.margin(k), Movement.LEAST_MARGIN)) {
                moved = true;
                lookAt(name);
            }
        }

        /** Says whether it moved. */
        private boolean compare(String what, Moments healthy, Moments now, double least) {
            if (healthy.count() < Attribution.FEWEST_HEALTHY || now.count() < Attribution.FEWEST) {
                return false;
            }
            double deviation = Math.max(least, healthy.deviation());
            double effect = (now.mean() - healthy.mean()) / deviation;
            double error = Math.sqrt(1.0 / healthy.count() + 1.0 / now.count());
            boolean far = Math.abs(effect) > Attribution.MOVED + SURE * error;
            if (far) {
                say(
                        "The %s moved: %.3g, healthy %.3g with deviation %.3g (%.1f deviations).",
                        what, now.mean(), healthy.mean(), healthy.deviation(), effect);
            }
            return far;
        }

        void say(String format, Object... values) {
            sentences.add(String.format(Locale.ROOT, format, values));
        }
    }

    /** Says so if no mixture of the classes explains the answers of a source that stands out. */
    @Nullable String unexplained(@Nullable List<List<Long>> confusion, double independent) {
        if (confusion == null) {
            return null;
        }
        for (Map.Entry<String, AnswerStatistics> source : outstanding.entrySet()) {
            var feasibility = Feasibility.of(scaled(source.getValue().answers(), independent), confusion);
            if (!feasibility.feasible()) {
                return String.format(
                        Locale.ROOT,
                        "No mixture of the classes explains the answers for %s (misfit %.1f, at most %.1f).",
                        source.getKey(),
                        feasibility.misfit(),
                        feasibility.limit());
            }
        }
        return null;
    }

    /** Counts scaled to independent answers, rounded up so that an answer that was given is not forgotten. */
    static long[] scaled(long[] answers, double independent) {
        long[] scaled = answers.clone();
        for (int k = 0; k < scaled.length; k++) {
            scaled[k] = (long) Math.ceil(scaled[k] * independent);
        }
        return scaled;
    }
}

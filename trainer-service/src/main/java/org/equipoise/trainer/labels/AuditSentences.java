package org.equipoise.trainer.labels;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.labels.LabelSet;

/** What an audit says to a person. */
final class AuditSentences {

    private static final Pattern CLASS = Pattern.compile("\\bclass (\\d+)\\b");
    private static final int LONGEST = 1024;
    private static final int MOST_PAIRS = 12;

    /** Smaller shares of a class are not worth a line: estimates are not that exact. */
    private static final double SMALLEST_RATE = 0.005;

    private AuditSentences() {}

    private record Pair(int truth, int given, double rate) {}

    /** An examination knows classes by index: each {@code class 1} becomes that class's name in quotation marks. */
    static String named(String sentence, LabelSet labels) {
        String named = CLASS.matcher(sentence).replaceAll(match -> {
            int index = Integer.parseInt(match.group(1));
            String name = index < labels.size() ? '"' + labels.name(index) + '"' : match.group();
            return java.util.regex.Matcher.quoteReplacement(name);
        });
        return named.length() <= LONGEST ? named : named.substring(0, LONGEST);
    }

    static String started(DatasetFrozen dataset, List<DatasetFrozen.ManifestEntry> entries, Optional<Duration> limit) {
        return String.format(
                Locale.ROOT,
                "examines the labels of %,d training images of dataset %s version %s %s; %s",
                entries.size(),
                dataset.dataset(),
                dataset.version(),
                limit.map(time -> "in about " + minutes(time)).orElse("without a time limit"),
                patients(entries));
    }

    static String minutes(Duration time) {
        return String.format(Locale.ROOT, "%.3g minutes", time.toMillis() / 60_000.0);
    }

    private static String patients(List<DatasetFrozen.ManifestEntry> entries) {
        List<String> groups = entries.stream()
                .map(DatasetFrozen.ManifestEntry::patientGroup)
                .filter(Objects::nonNull)
                .toList();
        if (groups.isEmpty()) {
            return "the manifest names no patients, so every image counts as a patient of its own";
        }
        int others = entries.size() - groups.size();
        return String.format(
                Locale.ROOT,
                "%,d of them name their patient, %,d patients in all%s",
                groups.size(),
                Set.copyOf(groups).size(),
                others == 0 ? "" : String.format(Locale.ROOT, "; each of the other %,d counts as a patient", others));
    }

    static String finished(LabelExamination.Findings findings, LabelSet labels) {
        Effort effort = findings.effort();
        var sentence = new StringBuilder(String.format(
                Locale.ROOT,
                "about %.1f %% of %,d labels seem to be wrong, %,d suspects; effort: %d centroids, %d folds, repeated %d"
                        + " times",
                100 * findings.noise().rate(),
                findings.ranked().size(),
                findings.suspects().size(),
                effort.centroids(),
                effort.folds(),
                effort.repeats()));
        sentence.append(compared(findings.learners()));
        for (Pair pair : pairs(findings.noise(), labels.size())) {
            sentence.append(String.format(
                    Locale.ROOT,
                    "; %.1f %% of \"%s\" are labelled \"%s\"",
                    100 * pair.rate(),
                    labels.name(pair.truth()),
                    labels.name(pair.given())));
        }
        List<Integer> untold = findings.separation().untold();
        if (!untold.isEmpty()) {
            sentence.append("; no model tells ")
                    .append(untold.stream().map(k -> '"' + labels.name(k) + '"').collect(Collectors.joining(", ")))
                    .append(" from the rest, so what is said of it is a guess");
        }
        return sentence.toString();
    }

    /** Which learner it is by, where there was a choice. */
    private static String compared(List<AuditLearner.Score> learners) {
        return learners.size() < 2
                ? ""
                : learners.stream()
                        .map(one -> String.format(
                                Locale.ROOT,
                                "%s (balanced accuracy %.3f, log loss %.3f)",
                                one.learner(),
                                one.balancedAccuracy(),
                                one.logLoss()))
                        .collect(Collectors.joining(", which on the same folds answers better than ", "; by ", ""));
    }

    /** Why there is no estimate: labels that do not depend on the images look like this. */
    static String untold(ClassSeparation separation, int images, LabelSet labels) {
        int best = separation.best();
        return String.format(
                Locale.ROOT,
                "no model tells these classes apart, so how many labels are wrong cannot be estimated. Trained on half"
                        + " of the %,d images and asked about the other, models rank \"%s\" best, with an area under the"
                        + " ROC curve of %.3f (guessing has 0.5): %.2f standard deviations above guessing, and at least"
                        + " %.2f are asked. Either the labels do not depend on the images, or there are too few images",
                images,
                labels.name(best),
                separation.areas().get(best).orElse(0.5),
                separation.deviations().get(best).orElse(0),
                separation.limit());
    }

    private static List<Pair> pairs(NoiseEstimate noise, int classes) {
        List<Pair> pairs = new ArrayList<>();
        for (int truth = 0; truth < classes; truth++) {
            for (int given = 0; given < classes; given++) {
                double rate = noise.rate(truth, given);
                if (truth != given && rate >= SMALLEST_RATE) {
                    pairs.add(new Pair(truth, given, rate));
                }
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::rate).reversed());
        return pairs.subList(0, Math.min(MOST_PAIRS, pairs.size()));
    }
}

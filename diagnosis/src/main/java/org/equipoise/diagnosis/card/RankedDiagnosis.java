package org.equipoise.diagnosis.card;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.equipoise.diagnosis.card.Diagnosis.ClassRecall;
import org.equipoise.diagnosis.card.Diagnosis.Missing;
import org.equipoise.diagnosis.card.Diagnosis.NamedCause;
import org.equipoise.diagnosis.card.Diagnosis.NamedEvidence;
import org.equipoise.diagnosis.card.Diagnosis.Proof;
import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.diagnosis.ranking.Ranking;
import org.jspecify.annotations.Nullable;

/** A diagnosis in words, from a ranking. */
public final class RankedDiagnosis {

    /** An experiment proves something that moves the balanced accuracy by this much. */
    static final double WORTH_PROVING = 0.05;

    /** What was done in each experiment whose number is a gain of balanced accuracy. */
    private static final Map<Measure, String> DONE = Map.of(
            Measure.PRIOR_GAIN, "with the prior subtracted",
            Measure.BATCH_STATISTICS_GAIN, "with batch statistics renewed",
            Measure.PREPROCESSING_GAIN, "with another preprocessing",
            Measure.BALANCED_GAIN, "in a short run on balanced batches",
            Measure.WITHOUT_AUGMENTATION_GAIN, "in a short run without augmentation",
            Measure.AUGMENTATION_GAIN, "in a short run with mild augmentation",
            Measure.LEARNING_GAIN, "in a short run with Adam at 0.001 in mixed batches",
            Measure.CAPACITY_GAIN, "in a short run of the article's network",
            Measure.DOUBTED_LABELS_GAIN, "in a short run without the images whose labels another learner doubts");

    private RankedDiagnosis() {}

    /**
     * What was examined.
     *
     * @param subject as a person names it
     * @param condition what is wrong with the answers, in words
     * @param recalls of the images that were judged
     * @param balancedAccuracy of the answers, in [0, 1]; what a gain is added to
     * @param preprocessing what was done to the images where that made the model answer best; absent where nothing did
     * @param skipped experiments that there was no time for
     */
    public record Examined(
            String subject,
            String condition,
            List<ClassRecall> recalls,
            double balancedAccuracy,
            @Nullable String preprocessing,
            Collection<Measure> skipped) {

        public Examined {
            recalls = List.copyOf(recalls);
            skipped = List.copyOf(skipped);
        }
    }

    /** In words. */
    public static Diagnosis of(Examined examined, Ranking ranking, Instant at) {
        List<Ranking.Ranked> named = ranking.named();
        return new Diagnosis(
                examined.subject(),
                examined.condition(),
                sentence(ranking, named, examined),
                named.stream().map(NamedCause::of).toList(),
                ranking.causes().stream()
                        .filter(ranked -> ranked.probability() < Diagnosis.RULED_OUT)
                        .map(ranked -> ranked.cause().wireName())
                        .toList(),
                ranking.findings().stream().map(NamedEvidence::of).toList(),
                examined.skipped().stream().map(RankedDiagnosis::missing).toList(),
                examined.recalls(),
                null,
                proof(ranking, examined).orElse(null),
                null,
                at);
    }

    private static Missing missing(Measure measure) {
        return new Missing(measure.wireName(), "examine the run with more minutes", measure.meaning());
    }

    private static String sentence(Ranking ranking, List<Ranking.Ranked> named, Examined examined) {
        if (named.isEmpty()) {
            return "Not enough evidence to name a cause.";
        }
        Ranking.Ranked first = named.get(0);
        if (ranking.sure().isPresent()) {
            return first.cause().sentence() + difference(first.cause(), examined) + " "
                    + capital(first.cause().remedy().words()) + ".";
        }
        return "Not sure between "
                + named.stream()
                        .map(ranked -> String.format(
                                Locale.ROOT, "%s (%.0f %%)", ranked.cause().words(), 100 * ranked.probability()))
                        .collect(Collectors.joining(", "))
                + examined.skipped().stream()
                        .findFirst()
                        .map(measure -> "; an experiment would tell: " + measure.meaning())
                        .orElse("")
                + ".";
    }

    private static String difference(Cause cause, Examined examined) {
        return cause == Cause.PREPROCESSING_DIFFERS && examined.preprocessing() != null
                ? " It answers right where the images are " + examined.preprocessing() + "."
                : "";
    }

    private static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** The experiment that speaks loudest for the first cause and moves the recalls. */
    private static Optional<Proof> proof(Ranking ranking, Examined examined) {
        if (ranking.causes().isEmpty()) {
            return Optional.empty();
        }
        Cause first = ranking.causes().get(0).cause();
        return ranking.findings().stream()
                .filter(finding -> DONE.containsKey(finding.measure()))
                .filter(finding ->
                        finding.value() >= WORTH_PROVING && finding.speaksFor().contains(first))
                .findFirst()
                .map(finding -> proof(finding.measure(), finding.value(), examined));
    }

    /** What an experiment did whose number is a gain of balanced accuracy. */
    static Proof proof(Measure experiment, double gain, Examined examined) {
        double before = examined.balancedAccuracy();
        double after = Math.max(0, Math.min(1, before + gain));
        String done = experiment == Measure.PREPROCESSING_GAIN && examined.preprocessing() != null
                ? "with images " + examined.preprocessing()
                : DONE.getOrDefault(experiment, "");
        return new Proof(
                experiment.wireName(),
                String.format(Locale.ROOT, "%s the balanced accuracy goes from %.3f to %.3f", done, before, after),
                before,
                after);
    }
}

package org.equipoise.monitor.attribution;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.equipoise.common.events.ModelDecided.HealthyReference;
import org.equipoise.monitor.canary.CanaryVerdict;
import org.jspecify.annotations.Nullable;

/**
 * What lies behind an alert, and what says so.
 *
 * <ol>
 *   <li>The canaries are sick: the model or its preprocessing.
 *   <li>They are sound, and no mixture of the classes explains the answers, or the grey values or the margins of what
 *       is answered with the class that dominates moved by more than {@value #MOVED} healthy standard deviations: the
 *       input.
 *   <li>They are sound, and a mixture explains the answers, and nothing moved: the population.
 * </ol>
 *
 * <p>Nothing is said from fewer than {@value #FEWEST} predictions, nor of the population without a replay of canaries
 * since the trouble began.
 *
 * @param evidence one sentence each, with numbers
 */
public record Attribution(Cause cause, List<String> evidence) {

    static final double MOVED = 1;
    static final int FEWEST = 20;

    /** What lies behind. */
    public enum Cause {
        /** The network, its weights, or the library that runs it. */
        @JsonProperty("model")
        MODEL,
        /** What is done with an image before the network. */
        @JsonProperty("preprocessing")
        PREPROCESSING,
        /** The images: another device, another export, another body part. */
        @JsonProperty("input")
        INPUT,
        /** Other patients: the classes really occur otherwise. */
        @JsonProperty("population")
        POPULATION,
        /** Too little is known. */
        @JsonProperty("unknown")
        UNKNOWN
    }

    /** An attribution; the evidence is copied. */
    public Attribution {
        evidence = List.copyOf(evidence);
    }

    /**
     * Weighs the evidence.
     *
     * @param canaries the last replay since the trouble began; absent where there was none
     * @param reference what is known of the healthy model; absent where nobody stated it
     * @param healthy the version's healthy beginning
     * @param suspected its answers since it is suspected
     * @param independent how many of these are independent: studies, not images
     * @param labels class names
     */
    public static Attribution of(
            @Nullable CanaryVerdict canaries,
            @Nullable HealthyReference reference,
            AnswerStatistics healthy,
            AnswerStatistics suspected,
            long independent,
            List<String> labels) {
        List<String> evidence = new ArrayList<>();
        if (canaries != null) {
            evidence.add("Canaries: " + canaries.sentence() + ".");
            if (canaries.sick()) {
                boolean model = canaries.finding() == CanaryVerdict.Finding.MODEL;
                return new Attribution(model ? Cause.MODEL : Cause.PREPROCESSING, evidence);
            }
        } else {
            evidence.add("Canaries were not replayed since.");
        }
        if (suspected.predictions() < FEWEST) {
            evidence.add(say("Only %d predictions since.", suspected.predictions()));
            return new Attribution(Cause.UNKNOWN, evidence);
        }
        int k = suspected.largest();
        String of = " of what is answered \"" + labels.get(k) + "\"";
        boolean moved = moved("mean grey value" + of, healthy.inputMean(k), suspected.inputMean(k), evidence);
        moved |= moved("contrast" + of, healthy.inputDeviation(k), suspected.inputDeviation(k), evidence);
        moved |= moved("margin" + of, healthy.margin(k), suspected.margin(k), evidence);
        Feasibility feasibility = feasibility(reference, suspected, independent);
        if (feasibility != null) {
            evidence.add(say(
                    feasibility.feasible()
                            ? "A mixture of the classes explains the answers (misfit %.1f, at most %.1f): %s."
                            : "No mixture of the classes explains the answers (misfit %.1f, at most %.1f); nearest: %s.",
                    feasibility.misfit(),
                    feasibility.limit(),
                    mixture(feasibility.prevalence(), labels)));
        }
        if (moved || (feasibility != null && !feasibility.feasible())) {
            return new Attribution(canaries == null ? Cause.UNKNOWN : Cause.INPUT, evidence);
        }
        return new Attribution(canaries == null || feasibility == null ? Cause.UNKNOWN : Cause.POPULATION, evidence);
    }

    private static boolean moved(String what, Moments healthy, Moments now, List<String> evidence) {
        if (healthy.count() < FEWEST || now.count() < FEWEST || healthy.deviation() == 0) {
            return false;
        }
        double effect = (now.mean() - healthy.mean()) / healthy.deviation();
        boolean moved = Math.abs(effect) > MOVED;
        evidence.add(say(
                "The %s %s: %.3g, healthy %.3g with deviation %.3g (%.1f deviations).",
                what, moved ? "moved" : "is where it was", now.mean(), healthy.mean(), healthy.deviation(), effect));
        return moved;
    }

    /** Counts scaled to independent answers, rounded up so that an answer that was given is not forgotten. */
    private static @Nullable Feasibility feasibility(
            @Nullable HealthyReference reference, AnswerStatistics suspected, long independent) {
        List<List<Long>> confusion = reference == null ? null : reference.confusion();
        if (confusion == null) {
            return null;
        }
        double scale = Math.min(1, independent / (double) suspected.predictions());
        long[] answers = suspected.answers();
        for (int k = 0; k < answers.length; k++) {
            answers[k] = (long) Math.ceil(answers[k] * scale);
        }
        return Feasibility.of(answers, confusion);
    }

    private static String mixture(List<Double> prevalence, List<String> labels) {
        List<String> parts = new ArrayList<>();
        for (int k = 0; k < prevalence.size(); k++) {
            parts.add(say("%.0f %% \"%s\"", 100 * prevalence.get(k), labels.get(k)));
        }
        return String.join(", ", parts);
    }

    private static String say(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}

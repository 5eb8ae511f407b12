package org.equipoise.monitor.attribution;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.equipoise.common.events.AlertChanged.Cause;
import org.equipoise.common.events.ModelDecided.HealthyReference;
import org.equipoise.monitor.canary.CanaryVerdict;
import org.equipoise.monitor.canary.CanaryVerdict.Finding;
import org.jspecify.annotations.Nullable;

/**
 * What lies behind an alert, and what says so.
 *
 * <ol>
 *   <li>The canaries are sick: the model or its preprocessing.
 *   <li>They are sound, and no mixture of the classes explains the answers, or the grey values or the margins of what
 *       is answered with the class that dominates moved by more than {@value #MOVED} healthy standard deviations: the
 *       input. The same is asked of each source of images by itself ({@link SourceContrast}).
 *   <li>They are sound, a mixture explains the answers, and the margins did not move: the population.
 * </ol>
 *
 * <p>Nothing is said from fewer than {@value #FEWEST} predictions, nor of input and population without a replay of
 * canaries since the trouble began. Where patients of one class alone would explain the answers, a model that says the
 * same of everybody explains them, too: the population is then named only if grey values, contrast and margins are
 * known and within {@value #STILL} deviations of where they were. Where one source of images stands out, it is not
 * named at all: a new ward that one device serves looks like a device that is broken.
 *
 * @param cause what it is; unknown where more than one is left
 * @param possible what is not ruled out, likeliest first
 * @param source the source of images to look at first, a modality at a station; absent where none stands out, is new or
 *     moved
 * @param evidence one sentence each, with numbers
 */
public record Attribution(
        Cause cause, List<Cause> possible, @Nullable String source, List<String> evidence) {

    static final double MOVED = 1;
    static final double STILL = 0.5;
    static final int FEWEST = 20;

    /** Healthy answers of a class that say what is usual. */
    static final int FEWEST_HEALTHY = 10;

    /** An attribution; the lists are copied. */
    public Attribution {
        possible = List.copyOf(possible);
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
        evidence.add(canaries == null ? "Canaries were not replayed since." : "Canaries: " + canaries.sentence() + ".");
        if (canaries != null && canaries.sick()) {
            Cause sick = canaries.finding() == Finding.MODEL ? Cause.MODEL : Cause.PREPROCESSING;
            return new Attribution(sick, List.of(sick), null, evidence);
        }
        boolean sound = canaries != null && canaries.finding() == Finding.SOUND;
        if (suspected.predictions() < FEWEST) {
            evidence.add(say("Only %d predictions since.", suspected.predictions()));
            return new Attribution(
                    Cause.UNKNOWN, possible(sound, List.of(Cause.INPUT, Cause.POPULATION)), null, evidence);
        }
        Movement movement = Movement.of(healthy, suspected, labels);
        evidence.addAll(movement.sentences());
        List<List<Long>> confusion = reference == null ? null : reference.confusion();
        double scale = Math.min(1, independent / (double) suspected.predictions());
        Feasibility feasibility =
                confusion == null ? null : Feasibility.of(SourceContrast.scaled(suspected.answers(), scale), confusion);
        if (feasibility != null) {
            evidence.add(sentence(feasibility, labels));
        }
        SourceContrast sources = SourceContrast.of(healthy, suspected, scale, labels);
        evidence.addAll(sources.sentences());
        String unexplained = sources.unexplained(confusion, scale);
        if (unexplained != null) {
            evidence.add(unexplained);
        }
        if (movement.largest() > MOVED
                || (feasibility != null && !feasibility.feasible())
                || sources.moved()
                || unexplained != null) {
            return new Attribution(
                    sound ? Cause.INPUT : Cause.UNKNOWN,
                    possible(sound, List.of(Cause.INPUT)),
                    sources.clearest(),
                    evidence);
        }
        boolean collapseLooksSo = feasibility != null
                && feasibility.onlyLargest()
                && !(movement.inputCompared() && movement.largest() <= STILL);
        if (collapseLooksSo) {
            evidence.add(say(
                    "A model that answers \"%s\" to everybody explains the answers, too.",
                    labels.get(suspected.largest())));
        }
        boolean explained = feasibility != null
                && movement.marginCompared()
                && !collapseLooksSo
                && sources.outstanding().isEmpty();
        return new Attribution(
                sound && explained ? Cause.POPULATION : Cause.UNKNOWN,
                possible(
                        sound,
                        explained ? List.of(Cause.POPULATION, Cause.INPUT) : List.of(Cause.INPUT, Cause.POPULATION)),
                sources.clearest(),
                evidence);
    }

    private static List<Cause> possible(boolean sound, List<Cause> others) {
        List<Cause> possible = new ArrayList<>(sound ? List.of() : List.of(Cause.MODEL, Cause.PREPROCESSING));
        possible.addAll(others);
        return possible;
    }

    private static String sentence(Feasibility feasibility, List<String> labels) {
        List<String> parts = new ArrayList<>();
        for (int k = 0; k < labels.size(); k++) {
            parts.add(say(
                    "%.0f %% \"%s\" (%.0f to %.0f %%)",
                    100 * feasibility.prevalence().get(k),
                    labels.get(k),
                    100 * feasibility.lower().get(k),
                    100 * feasibility.upper().get(k)));
        }
        return say(
                feasibility.feasible()
                        ? "A mixture of the classes explains the answers (misfit %.1f, at most %.1f): %s."
                        : "No mixture of the classes explains the answers (misfit %.1f, at most %.1f); nearest: %s.",
                feasibility.misfit(),
                feasibility.limit(),
                String.join(", ", parts));
    }

    private static String say(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}

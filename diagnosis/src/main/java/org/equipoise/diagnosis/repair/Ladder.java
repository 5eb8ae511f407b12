package org.equipoise.diagnosis.repair;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.equipoise.common.events.Transform;
import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;
import org.jspecify.annotations.Nullable;

/**
 * From causes to repairs, the cheapest first: those of the first cause, then those of the others. A rung that the
 * evidence says is not enough is left out. Where training can help at all, the automatic recipe, which settles balance,
 * augmentation, network and steps by the dataset, comes last.
 */
public final class Ladder {

    /** Area under the ROC curve from which a network tells the classes apart and only draws the line elsewhere. */
    static final double RANKS_WELL = 0.85;

    /** Adam's usual rate. */
    private static final double USUAL_RATE = 1e-3;

    private static final double LOWEST_RATE = 1e-6;
    private static final double HIGHEST_RATE = 1;

    private static final String AUTO = "auto";

    /** What changes settings that a run on a pretrained network does not read. */
    private static final Set<Cause.Remedy> UNREAD_WHEN_FROZEN =
            Set.of(Cause.Remedy.AUGMENT, Cause.Remedy.CAPACITY, Cause.Remedy.LEARNING);

    /** Augmentation that leaves a class as it is, where images bear it. */
    private static final Map<Transform, Double> MILD =
            Map.of(Transform.ROTATION, 10.0, Transform.TRANSLATION, 0.1, Transform.ZOOM, 0.1, Transform.GAIN, 0.1);

    /** Whether augmentation keeps within what images of the modality bear, and what says that it does not. */
    static final String LIMITS = "augmentationLimits";

    static final String UNLIMITED = "none";

    private final RunSettings run;
    private final Evidence evidence;
    private final List<Proposal> proposals = new ArrayList<>();

    private Ladder(RunSettings run, Evidence evidence) {
        this.run = run;
        this.evidence = evidence;
    }

    /**
     * What to try; nothing of a run whose first cause is that it is healthy.
     *
     * @param causes the most probable first; may be empty
     * @param priorRepairs whether subtracting the prior alone was seen to lose no class
     * @param difference what was done to the images where that made the model answer right; absent where nothing did
     */
    public static List<Proposal> of(
            List<Cause> causes, Evidence evidence, boolean priorRepairs, @Nullable String difference, RunSettings run) {
        if (!causes.isEmpty() && causes.get(0) == Cause.HEALTHY) {
            return List.of();
        }
        Set<Proposal> all = new LinkedHashSet<>();
        for (Cause cause : causes) {
            var ladder = new Ladder(run, evidence);
            ladder.rungs(cause, priorRepairs, difference);
            ladder.proposals.sort(
                    Comparator.comparing(proposal -> Rung.named(proposal.rung()).orElseThrow()));
            all.addAll(ladder.proposals);
        }
        boolean trains = all.stream().anyMatch(proposal -> !proposal.needsAPerson());
        if (trains && all.stream().noneMatch(proposal -> AUTO.equals(proposal.recipe()))) {
            all.add(everything());
        }
        return List.copyOf(all);
    }

    private void rungs(Cause cause, boolean priorRepairs, @Nullable String difference) {
        if ("backbone".equals(run.carriedOut().get("network")) && UNREAD_WHEN_FROZEN.contains(cause.remedy())) {
            return;
        }
        switch (cause.remedy()) {
            case NONE -> {}
            case BALANCE -> balance(priorRepairs);
            case AUGMENT -> augment(cause);
            case CAPACITY -> capacity(cause);
            case LEARNING -> learning(cause);
            case RELABEL -> relabel(cause);
            case PREPROCESSING ->
                proposals.add(Proposal.instruction(
                        Rung.PREPROCESSING,
                        cause == Cause.PREPROCESSING_DIFFERS && difference != null
                                ? "Where the model answers, give it images that are " + difference
                                        + ", as in its training; no training is needed."
                                : capital(cause.remedy().words()) + "; no training is needed."));
            case DATA ->
                proposals.add(Proposal.instruction(
                        Rung.PREPROCESSING, capital(cause.remedy().words()) + ": no recipe can repair it."));
        }
    }

    private void balance(boolean priorRepairs) {
        if (priorRepairs) {
            train(
                    Rung.PRIOR,
                    "Train the same again and subtract the prior from the answers: that alone was seen to lose no class",
                    Map.of("answerAdjustment", "1"));
        }
        boolean ranks = evidence.value(Measure.RANKING).orElse(0) >= RANKS_WELL;
        if (ranks) {
            train(
                    Rung.LOSS,
                    "Train the same with a logit-adjusted loss, in which a rare class needs a margin, and stop by balanced"
                            + " accuracy",
                    Map.of("loss", "logit-adjusted", "lossAdjustment", "1", "stopOn", "balanced-accuracy"));
        }
        proposals.add(Proposal.training(
                Rung.SAMPLING,
                (ranks ? "" : "The answers hardly rank, so neither a corrected prior nor another loss is enough. ")
                        + "Train with the recipe auto and balanced draws: every class is drawn equally often, and images"
                        + " are augmented by what leaves their class as it is.",
                AUTO,
                Map.of("sampling", "balanced")));
    }

    private void augment(Cause cause) {
        if (cause == Cause.TOO_LITTLE_AUGMENTATION) {
            Map<String, String> mild = new LinkedHashMap<>();
            MILD.forEach((transform, limit) -> {
                double borne = run.within(transform, limit);
                if (borne > 0) {
                    mild.put(
                            transform.setting(),
                            BigDecimal.valueOf(borne).stripTrailingZeros().toPlainString());
                }
            });
            train(Rung.SAMPLING, "Train the same with mild augmentation, for as many epochs again", mild);
            return;
        }
        Map<String, String> off = new LinkedHashMap<>();
        for (Transform transform : Transform.values()) {
            String setting = transform.setting();
            String value = run.carriedOut().getOrDefault(setting, "0");
            if (value.equals("true")) {
                off.put(setting, "false");
            } else if (run.number(setting) > 0) {
                off.put(setting, "0");
            }
        }
        if (!off.isEmpty()) {
            if (UNLIMITED.equals(run.carriedOut().get(LIMITS))) {
                off.put(LIMITS, "modality");
            }
            train(Rung.SAMPLING, "Train the same without augmentation", off);
        }
    }

    private void capacity(Cause cause) {
        boolean small = cause == Cause.CAPACITY_TOO_SMALL;
        boolean article = "article-cnn".equals(run.carriedOut().get("network"));
        Map<String, String> changed = small && !article
                ? Map.of("network", "article-cnn")
                : small
                        ? Map.of("network", "residual", "networkDepth", "8", "networkWidth", "32")
                        : Map.of("network", "residual", "networkDepth", "8", "networkWidth", "16", "dropout", "0.3");
        train(Rung.LEARNING, "Train the same with a " + (small ? "larger" : "smaller") + " network", changed);
    }

    private void learning(Cause cause) {
        switch (cause) {
            case LEARNING_RATE_TOO_HIGH, LEARNING_RATE_TOO_LOW, DEAD_UNITS, UNSUITABLE_OPTIMISER ->
                train(
                        Rung.LEARNING,
                        "Train the same with Adam at a learning rate of " + rate(),
                        Map.of(
                                "optimiser",
                                "adam",
                                "learningRate",
                                rate(),
                                "learningRateSearch",
                                "false",
                                "stopOn",
                                "balanced-accuracy"));
            case LATE_UNLEARNING ->
                train(
                        Rung.LEARNING,
                        "Train the same at a rate that falls to nothing, and keep the epoch of the best balanced accuracy",
                        Map.of("schedule", "cosine", "stopOn", "balanced-accuracy"));
            default ->
                proposals.add(Proposal.instruction(
                        Rung.LEARNING,
                        capital(cause.sentence()) + " That is no setting of a recipe: mend the program."));
        }
    }

    /** The usual rate where a short run at it was seen to learn; else that at which a fresh network learns fastest. */
    private String rate() {
        double gain = evidence.value(Measure.LEARNING_GAIN).orElse(0);
        double best = evidence.value(Measure.BEST_RATE).orElse(Double.NaN);
        double now = run.number("learningRate");
        double rate = gain > 0 || Double.isNaN(best) || !(now > 0) ? USUAL_RATE : now * Math.pow(10, best);
        return BigDecimal.valueOf(Math.max(LOWEST_RATE, Math.min(HIGHEST_RATE, rate)))
                .round(new MathContext(1))
                .stripTrailingZeros()
                .toPlainString();
    }

    private void relabel(Cause cause) {
        if (cause == Cause.LABELS_SHUFFLED) {
            proposals.add(Proposal.instruction(
                    Rung.RELABELLING,
                    "Match labels and images anew where they come from, and import them again: that is no work for"
                            + " single labels."));
            return;
        }
        BorneSettings borne = BorneSettings.of(run.askedButAim(), run.modality());
        proposals.add(Proposal.training(
                Rung.RELABELLING,
                "Look at the suspected labels again: equipoise labels --dataset " + run.dataset()
                        + " puts them into the console's review queue. Then the same recipe is trained on the corrected"
                        + " labels" + run.withoutAim() + "." + borne.said(),
                run.recipe(),
                borne.settings()));
    }

    /** A prevalence takes the place of an adjustment of the answers: beside it, that would repair nothing. */
    private void train(Rung rung, String sentence, Map<String, String> changed) {
        Map<String, String> settings = new LinkedHashMap<>(run.askedButAim());
        String without = run.withoutAim();
        if (changed.containsKey("answerAdjustment")) {
            String prevalence = settings.remove("prevalence");
            without += prevalence == null || prevalence.equals("none") ? "" : ", without its prevalence";
        }
        settings.putAll(changed);
        BorneSettings borne = BorneSettings.of(settings, run.modality());
        proposals.add(Proposal.training(
                rung,
                sentence + without + " (" + words(changed) + ")." + borne.said(),
                run.recipe(),
                borne.settings()));
    }

    private static String words(Map<String, String> changed) {
        return changed.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(", "));
    }

    private static Proposal everything() {
        return Proposal.training(
                Rung.LEARNING,
                "If that is not enough, train with the recipe auto: balance, augmentation, network and steps follow from"
                        + " the dataset.",
                AUTO,
                Map.of());
    }

    private static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}

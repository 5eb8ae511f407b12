package org.equipoise.trainer.gate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.evaluation.Evaluation.PerClass;
import org.equipoise.common.events.ModelDecided.GateCheck;
import org.equipoise.common.labels.TrainingNeeds;
import org.equipoise.common.words.Counted;

/**
 * Judges a candidate by its test split alone: the validation split chose the epoch and flatters it.
 *
 * <p>A collapsed model ({@link Evaluation#collapsed()}) has a class with recall at most 0.10 and is refused by
 * {@code minimum-recall} whatever the limits are, because {@link GateLimits} keeps them above that. A class with few
 * test images is judged by {@code minimum-recall-lower}: it fails when its images do not tell it from a lost class, and
 * never for being few when they are answered right.
 */
public final class ModelGate {

    private final GateLimits limits;
    private final ChampionRule champion;

    public ModelGate(GateLimits limits, ChampionRule champion) {
        this.limits = limits;
        this.champion = champion;
    }

    /** The same, with a remark about what fell since the validation split; it refuses nothing. */
    public GateVerdict judge(Evaluation validation, Evaluation test, Incumbent incumbent, ServingEvidence serving) {
        GateVerdict verdict = judge(test, incumbent, serving);
        List<GateCheck> checks = new ArrayList<>(verdict.checks());
        checks.add(ShiftRemark.of(validation, test));
        return verdict.fold(promoted -> new GateVerdict.Promoted(checks), refused -> new GateVerdict.Refused(checks));
    }

    /** Runs every check; no check is left out because an earlier one failed. */
    public GateVerdict judge(Evaluation test, Incumbent incumbent, ServingEvidence serving) {
        List<GateCheck> checks = new ArrayList<>(List.of(
                enoughTestImages(test),
                everyClassPredicted(test),
                minimumRecall(test),
                minimumRecallLower(test),
                beatsConstant(test),
                beatsChance(test),
                ChampionCheck.of(champion, test.balancedAccuracy(), incumbent)));
        checks.addAll(ServingChecks.of(serving));
        return checks.stream().allMatch(GateCheck::passed)
                ? new GateVerdict.Promoted(checks)
                : new GateVerdict.Refused(checks);
    }

    /** What no model can pass with: too few of a class for its lower bound, or too few of all to tell from chance. */
    private GateCheck enoughTestImages(Evaluation test) {
        PerClass rarest = test.classes().stream()
                .min(Comparator.comparingLong(PerClass::support))
                .orElseThrow();
        long ofEach = limits.fewestTestImages();
        long ofAll = TrainingNeeds.fewestTestImages(test.classes().size());
        long images = test.classes().stream().mapToLong(PerClass::support).sum();
        boolean tooFew = images < ofAll && rarest.support() >= ofEach;
        return new GateCheck(
                "enough-test-images",
                rarest.support() >= ofEach && images >= ofAll,
                tooFew ? images : rarest.support(),
                tooFew ? ofAll : ofEach,
                say(
                        "The rarest class, %s, has %s, of %d in all; at least %d of each class and %d in all are needed:"
                                + " with fewer, not even answers that are all right pass.",
                        NamedClasses.name(rarest.name()),
                        Counted.of(rarest.support(), "test image"),
                        images,
                        ofEach,
                        ofAll));
    }

    private static GateCheck everyClassPredicted(Evaluation test) {
        List<String> missing = test.classes().stream()
                .filter(c -> c.predicted() == 0)
                .map(c -> NamedClasses.name(c.name()))
                .toList();
        int classes = test.classes().size();
        int predicted = classes - missing.size();
        return new GateCheck(
                "every-class-predicted",
                missing.isEmpty(),
                predicted,
                classes,
                say("%d of %d classes are answered on the test split", predicted, classes)
                        + (missing.isEmpty() ? "." : "; never: " + NamedClasses.some(missing, ", ") + "."));
    }

    private GateCheck minimumRecall(Evaluation test) {
        return test.classes().stream()
                .filter(c -> c.support() > 0)
                .min(Comparator.comparingDouble(ModelGate::recall))
                .map(this::minimumRecall)
                .orElseGet(() ->
                        new GateCheck("minimum-recall", false, 0, limits.minimumRecall(), "No class has test images."));
    }

    private GateCheck minimumRecall(PerClass worst) {
        double recall = recall(worst);
        return new GateCheck(
                "minimum-recall",
                recall >= limits.minimumRecall(),
                recall,
                limits.minimumRecall(),
                say(
                        "The lowest recall is %.3f, of class %s with %s; at least %.3f is asked.",
                        recall,
                        NamedClasses.name(worst.name()),
                        Counted.of(worst.support(), "test image"),
                        limits.minimumRecall()));
    }

    /** The class whose recall is least certain to be there at all. */
    private GateCheck minimumRecallLower(Evaluation test) {
        return test.classes().stream()
                .filter(c -> c.support() > 0)
                .min(Comparator.comparingDouble(PerClass::recallLower))
                .map(this::minimumRecallLower)
                .orElseGet(() -> new GateCheck(
                        "minimum-recall-lower", false, 0, limits.minimumRecallLower(), "No class has test images."));
    }

    private GateCheck minimumRecallLower(PerClass worst) {
        return new GateCheck(
                "minimum-recall-lower",
                worst.recallLower() >= limits.minimumRecallLower(),
                worst.recallLower(),
                limits.minimumRecallLower(),
                say(
                        "The lowest lower bound (95 %% Wilson) of a recall is %.3f, of class %s with recall %.3f on %s;"
                                + " at least %.3f is asked.",
                        worst.recallLower(),
                        NamedClasses.name(worst.name()),
                        recall(worst),
                        Counted.of(worst.support(), "test image"),
                        limits.minimumRecallLower()));
    }

    private GateCheck beatsChance(Evaluation test) {
        double score = ChanceTest.score(test);
        return new GateCheck(
                "beats-chance",
                score >= ChanceTest.LIMIT,
                score,
                ChanceTest.LIMIT,
                say(
                        "Balanced accuracy is %.2f standard deviations above what these answers would have if they did"
                                + " not depend on the image; at least %.2f is asked.",
                        score, ChanceTest.LIMIT));
    }

    private GateCheck beatsConstant(Evaluation test) {
        double constant = 1.0 / test.classes().size();
        double limit = constant + limits.marginOverConstant();
        double constantF1 = constantMacroF1(test);
        return new GateCheck(
                "beats-constant",
                test.balancedAccuracy() >= limit && test.macroF1() > constantF1,
                test.balancedAccuracy(),
                limit,
                say(
                        "Balanced accuracy is %.3f; a constant answer has %.3f and %.3f more is asked. Macro-F1 is %.3f;"
                                + " more than the constant answer's %.3f is asked.",
                        test.balancedAccuracy(), constant, limits.marginOverConstant(), test.macroF1(), constantF1));
    }

    /**
     * Macro-F1 of always answering the largest class: its precision is its share s and its recall 1, so its F1 is
     * {@code 2s / (1 + s)}; every other class has 0.
     */
    static double constantMacroF1(Evaluation test) {
        long seen = test.classes().stream().filter(c -> c.support() > 0).count();
        double share = test.majorityShare();
        return seen == 0 ? 0 : 2 * share / (1 + share) / seen;
    }

    private static double recall(PerClass c) {
        Double recall = c.recall();
        return recall == null ? 0 : recall;
    }

    private static String say(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}

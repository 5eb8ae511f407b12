package org.equipoise.bench.collapse;

import java.util.List;
import java.util.function.Predicate;

import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;

/**
 * Thresholds that others publish, on the same measures as far as these have what the rule reads: of a run the first
 * rule that speaks names its cause, and none means healthy.
 */
enum Rules {
    /**
     * AutoTrainer's defaults: Zhang et al., "AUTOTRAINER: An Automatic DNN Training Problem Detection and Repair
     * System", ICSE 2021, doi:10.1109/ICSE43902.2021.00043. Gradients, dead ReLUs and slow convergence are looked at
     * where the accuracy stays below .7, oscillation elsewhere; its ratio of gradients between first and last layer is
     * read as that of the greatest gradient to the first epoch's.
     */
    AUTOTRAINER(
            "AutoTrainer's rules",
            List.of(
                    new Rule(above(Measure.DIVERGED, 0.5), Cause.LEARNING_RATE_TOO_HIGH),
                    new Rule(notConverged().and(atLeast(Measure.DEAD_UNITS, 0.7)), Cause.DEAD_UNITS),
                    new Rule(
                            notConverged().and(above(Measure.GRADIENT_PEAK, Math.log10(70))),
                            Cause.LEARNING_RATE_TOO_HIGH),
                    new Rule(notConverged().and(below(Measure.UPDATE_RATIO, -6)), Cause.LEARNING_RATE_TOO_LOW),
                    new Rule(notConverged().and(below(Measure.FIRST_FALL, 0.01)), Cause.LEARNING_RATE_TOO_LOW),
                    new Rule(
                            notConverged().negate().and(above(Measure.LOSS_REBOUND, 1.03)),
                            Cause.LEARNING_RATE_TOO_HIGH))),
    /**
     * Defaults of Amazon SageMaker Debugger's built-in rules (docs.aws.amazon.com/sagemaker/latest/dg/
     * debugger-built-in-rules.html): exploding tensor, vanishing gradient 1e-7, dead ReLU above half of a layer,
     * unchanged tensor, class imbalance 10 to 1, overfit .1. Overfit is read as a gap of recalls.
     */
    SAGEMAKER(
            "SageMaker Debugger's rules",
            List.of(
                    new Rule(above(Measure.DIVERGED, 0.5), Cause.LEARNING_RATE_TOO_HIGH),
                    new Rule(below(Measure.UPDATE_RATIO, -8), Cause.FROZEN_WEIGHTS),
                    new Rule(below(Measure.UPDATE_RATIO, -7), Cause.LEARNING_RATE_TOO_LOW),
                    new Rule(above(Measure.DEAD_UNITS, 0.5), Cause.DEAD_UNITS),
                    new Rule(above(Measure.IMBALANCE_RATIO, 10), Cause.CLASS_IMBALANCE),
                    new Rule(above(Measure.RECALL_GAP, 0.1), Cause.TOO_LITTLE_AUGMENTATION)));

    private final String words;
    private final List<Rule> rules;

    Rules(String words, List<Rule> rules) {
        this.words = words;
        this.rules = rules;
    }

    /** Whose they are. */
    String words() {
        return words;
    }

    /** What the first rule that speaks names. */
    Cause cause(Evidence evidence) {
        return rules.stream()
                .filter(rule -> rule.speaks().test(evidence))
                .map(Rule::cause)
                .findFirst()
                .orElse(Cause.HEALTHY);
    }

    private record Rule(Predicate<Evidence> speaks, Cause cause) {}

    /** An accuracy of .7 between two classes is .4 above chance. */
    private static Predicate<Evidence> notConverged() {
        return below(Measure.BALANCED_ACCURACY, 0.4);
    }

    private static Predicate<Evidence> above(Measure measure, double threshold) {
        return evidence -> evidence.value(measure).orElse(Double.NEGATIVE_INFINITY) > threshold;
    }

    private static Predicate<Evidence> atLeast(Measure measure, double threshold) {
        return evidence -> evidence.value(measure).orElse(Double.NEGATIVE_INFINITY) >= threshold;
    }

    private static Predicate<Evidence> below(Measure measure, double threshold) {
        return evidence -> evidence.value(measure).orElse(Double.POSITIVE_INFINITY) < threshold;
    }
}

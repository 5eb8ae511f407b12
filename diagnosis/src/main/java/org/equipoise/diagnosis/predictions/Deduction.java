package org.equipoise.diagnosis.predictions;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.evaluation.Evaluation.PerClass;
import org.equipoise.common.evaluation.WilsonInterval;
import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Measure;

/**
 * Concludes what follows by definition, and nothing that is only likely: a cause is proved or ruled out by a fact, or
 * it stays open. No probability is guessed here; a ranking learnt from experiments may take this class's place.
 */
final class Deduction {

    /** Training images of the largest class for one of the smallest, above which classes are imbalanced. */
    static final double IMBALANCED = 5;
    /** The same, up to which imbalance explains no collapse. */
    static final double BALANCED = 2;
    /** Area under the ROC curve up to which answers rank nothing. */
    static final double RANKS_NOTHING = 0.6;
    /** Area from which they rank well. */
    static final double RANKS_WELL = 0.85;
    /** Images of each class without which an area says little. */
    static final int ENOUGH_IMAGES = 20;
    /** Balanced accuracy that a corrected prior must bring to prove anything. */
    static final double GAIN = 0.05;
    /** Recall of every class that healthy answers reach. */
    static final double HEALTHY_RECALL = 0.6;
    /** Training loss, times the prior's entropy, up to which a network has learnt. */
    static final double LEARNT = 0.5;
    /** The same, from which it is no better than a constant answer. */
    static final double UNLEARNT = 0.9;

    private final Findings findings;
    private final List<Conclusion> conclusions = new ArrayList<>();

    private Deduction(Findings findings) {
        this.findings = findings;
    }

    static List<Conclusion> from(Findings findings) {
        var deduction = new Deduction(findings);
        Evaluation evaluation = findings.evaluation();
        if (evaluation != null) {
            if (findings.fault().isPresent()) {
                deduction.fault(evaluation);
            } else {
                deduction.health(evaluation);
            }
        }
        deduction.training();
        return List.copyOf(deduction.conclusions);
    }

    private void health(Evaluation evaluation) {
        List<String> unsure = evaluation.classes().stream()
                .filter(c -> c.support() > 0 && c.recallLower() <= Evaluation.COLLAPSED_RECALL)
                .map(PerClass::name)
                .toList();
        double chance = 1.0 / evaluation.classes().size();
        double least = evaluation.balancedAccuracy() - WilsonInterval.Z_95 * deviation(evaluation);
        if (!unsure.isEmpty()) {
            add(Conclusion.remark(
                    "No class is lost, but there are too few images to be sure of " + String.join(", ", unsure)
                            + ": the 95 % interval of the recall reaches " + Evaluation.COLLAPSED_RECALL + ".",
                    Measure.LOWEST_RECALL));
        } else if (least <= chance) {
            add(Conclusion.remark(
                    say(
                            "No class is lost, but a balanced accuracy of %.3f is not surely above guessing, %.3f.",
                            evaluation.balancedAccuracy(), chance),
                    Measure.BALANCED_ACCURACY));
        } else if (evaluation.minimumRecall() < HEALTHY_RECALL) {
            OptionalDouble area = value(Measure.RANKING);
            add(Conclusion.remark(
                    say(
                                    "No class is lost, but the lowest recall is %.3f; healthy answers reach %.1f.",
                                    evaluation.minimumRecall(), HEALTHY_RECALL)
                            + (area.isPresent() && area.getAsDouble() >= RANKS_WELL
                                    ? say(
                                            " They rank better than they are read (area under the ROC curve %.3f): another"
                                                    + " threshold may help.",
                                            area.getAsDouble())
                                    : ""),
                    Measure.LOWEST_RECALL));
        } else {
            add(Conclusion.proof(
                    Cause.HEALTHY,
                    say(
                            "Every class is answered: the lowest recall is %.3f, the balanced accuracy %.3f.",
                            evaluation.minimumRecall(), evaluation.balancedAccuracy()),
                    Measure.LOWEST_RECALL,
                    Measure.BALANCED_ACCURACY));
        }
    }

    /** Standard deviation of the balanced accuracy: recalls are independent, each is a binomial share. */
    private static double deviation(Evaluation evaluation) {
        double variance = 0;
        int known = 0;
        for (PerClass c : evaluation.classes()) {
            Double recall = c.recall();
            if (recall != null) {
                variance += recall * (1 - recall) / c.support();
                known++;
            }
        }
        return Math.sqrt(variance) / known;
    }

    private void fault(Evaluation evaluation) {
        add(Conclusion.exclusion(
                List.of(Cause.HEALTHY, Cause.PREVALENCE_CHANGED),
                "Images with a label of a lost class are answered wrongly: the model is not well.",
                Measure.LOWEST_RECALL));
        if (findings.readWrongly()) {
            add(Conclusion.proof(
                    Cause.OUTPUT_READ_WRONGLY,
                    findings.trial() == null
                            ? "Each class's numbers sum to 1 over the images, not over the classes: a softmax over the"
                                    + " wrong axis."
                            : say(
                                    "Taking the most probable class of each image loses no class, balanced accuracy %.3f:"
                                            + " the answers were read off otherwise, by another threshold or axis.",
                                    findings.trial().correction().before())));
        }
        List<String> untrained = findings.untrained();
        if (!untrained.isEmpty()) {
            add(Conclusion.remark(
                    "No training image is of " + String.join(", ", untrained)
                            + ": what was never shown is never answered.",
                    Measure.SMALLEST_CLASS));
        }
        if (findings.constant()) {
            add(Conclusion.exclusion(
                    List.of(Cause.CLASS_IMBALANCE),
                    "Every image gets the same probabilities: nothing of the image reaches the answer, as with dead"
                            + " units, constant input, a preprocessing that saturates, or weights that were not"
                            + " restored. With imbalance alone the answers would still rank."));
        } else {
            ranking(evaluation);
        }
        imbalance();
    }

    private void ranking(Evaluation evaluation) {
        OptionalDouble area = value(Measure.RANKING);
        boolean enough = evaluation.classes().stream().allMatch(c -> c.support() >= ENOUGH_IMAGES);
        if (area.isEmpty() || !enough) {
            return;
        }
        double found = area.getAsDouble();
        if (found <= RANKS_NOTHING) {
            add(Conclusion.exclusion(
                    List.of(Cause.CLASS_IMBALANCE),
                    say(
                            "The answers rank nothing (area under the ROC curve %.3f, guessing 0.5): no corrected prior and no"
                                    + " threshold can help, and with imbalance alone they would still rank.",
                            found),
                    Measure.RANKING));
        } else if (found >= RANKS_WELL) {
            add(Conclusion.exclusion(
                    List.of(Cause.CLASSES_INSEPARABLE, Cause.LABELS_SHUFFLED, Cause.CONSTANT_INPUT),
                    say(
                            "The answers still rank (area under the ROC curve %.3f): the network tells the classes apart"
                                    + " and the labels go with the images; what is wrong is where the line is drawn.",
                            found),
                    Measure.RANKING));
        }
    }

    private void imbalance() {
        OptionalDouble ratio = value(Measure.IMBALANCE_RATIO);
        if (ratio.isPresent() && ratio.getAsDouble() <= BALANCED) {
            add(Conclusion.exclusion(
                    List.of(Cause.CLASS_IMBALANCE),
                    say("The training classes are even, %.1f to 1.", ratio.getAsDouble()),
                    Measure.IMBALANCE_RATIO));
        }
        PriorTrial trial = findings.trial();
        if (trial == null) {
            return;
        }
        double gain = trial.correction().after() - trial.correction().before();
        boolean proved = trial.correction().repairs() && gain >= GAIN;
        if (proved && ratio.isPresent() && ratio.getAsDouble() > IMBALANCED) {
            add(Conclusion.proof(
                    Cause.CLASS_IMBALANCE,
                    say(
                            "The training classes are %.1f to 1, and subtracting the logarithm of their shares alone takes"
                                    + " the balanced accuracy from %.3f to %.3f and loses no class.",
                            ratio.getAsDouble(),
                            trial.correction().before(),
                            trial.correction().after()),
                    Measure.IMBALANCE_RATIO,
                    Measure.PRIOR_GAIN));
        } else if (proved) {
            add(Conclusion.remark(
                    say(
                            "Subtracting the logarithm of the class shares alone takes the balanced accuracy from %.3f to"
                                    + " %.3f and loses no class. That is what class imbalance looks like; without a ratio"
                                    + " of the training images above %.0f to 1 it is no proof.",
                            trial.correction().before(), trial.correction().after(), IMBALANCED),
                    Measure.PRIOR_GAIN));
        }
    }

    private void training() {
        boolean fault = findings.fault().isPresent();
        var history = findings.history();
        if (history == null) {
            return;
        }
        if (history.diverged().isPresent()) {
            int at = history.diverged().getAsInt();
            add(Conclusion.remark(
                    "The training diverged: from epoch " + at + " on a loss is no number. "
                            + (at > 1 ? "What was kept of epoch " + (at - 1) + " or before may be used; try" : "Try")
                            + " a lower learning rate and clipped gradients, and look for inputs that are no numbers.",
                    Measure.DIVERGED));
            return;
        }
        OptionalDouble least = findings.leastTrainLoss();
        OptionalDouble last = value(Measure.TRAIN_LOSS);
        if (least.isEmpty() || last.isEmpty()) {
            return;
        }
        if (least.getAsDouble() <= LEARNT && fault) {
            add(Conclusion.exclusion(
                    List.of(
                            Cause.CAPACITY_TOO_SMALL,
                            Cause.LEARNING_RATE_TOO_LOW,
                            Cause.UNSUITABLE_OPTIMISER,
                            Cause.FROZEN_WEIGHTS),
                    say(
                            "The training loss came down to %.2f of a constant answer's: the network could learn, and did.",
                            least.getAsDouble()),
                    Measure.TRAIN_LOSS));
            if (last.getAsDouble() >= UNLEARNT) {
                add(Conclusion.proof(
                        Cause.LATE_UNLEARNING,
                        say("It ended at %.2f: what was learnt is lost again.", last.getAsDouble()),
                        Measure.TRAIN_LOSS,
                        Measure.LOSS_REBOUND));
            }
        } else if (least.getAsDouble() >= UNLEARNT && history.epochs().size() > 1) {
            add(Conclusion.exclusion(
                    List.of(Cause.TOO_LITTLE_AUGMENTATION, Cause.CAPACITY_TOO_LARGE, Cause.LATE_UNLEARNING),
                    say(
                            "The training loss never came below %.2f of a constant answer's: nothing was learnt, so nothing"
                                    + " was learnt by heart or lost again.",
                            least.getAsDouble()),
                    Measure.TRAIN_LOSS));
        }
    }

    private OptionalDouble value(Measure measure) {
        return findings.evidence().value(measure);
    }

    private void add(Conclusion conclusion) {
        conclusions.add(conclusion);
    }

    private static String say(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}

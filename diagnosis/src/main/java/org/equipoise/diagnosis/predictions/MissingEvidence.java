package org.equipoise.diagnosis.predictions;

import java.util.ArrayList;
import java.util.List;

import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.evaluation.Evaluation.PerClass;
import org.equipoise.diagnosis.card.Diagnosis.Missing;
import org.equipoise.diagnosis.cause.Cause;

/** What was not given and would tell more, the cheapest first. */
final class MissingEvidence {

    private MissingEvidence() {}

    static List<Missing> of(Findings findings, List<Cause> proved) {
        List<Missing> missing = new ArrayList<>();
        boolean healthy = proved.contains(Cause.HEALTHY);
        if (findings.answers() == null) {
            missing.add(new Missing(
                    "answers to labelled images",
                    "--predictions FILE.csv with columns label and p_CLASS, of images that were not trained on",
                    "whether a class is lost at all, and whether a corrected prior brings it back"));
        }
        if (findings.counts() == null && !healthy) {
            missing.add(new Missing(
                    "the number of training images of each class",
                    "--counts a=1000,b=50",
                    "class imbalance from every other cause, and a loss that learnt from one that only knows the"
                            + " prior"));
        }
        if (findings.answers() != null && findings.answers().form() == Answers.Form.CLASSES && !healthy) {
            missing.add(new Missing(
                    "probabilities or logits",
                    "write a column p_CLASS (or logit_CLASS) for each class into the file",
                    "whether the answers still rank, and whether a corrected prior alone repairs them"));
        }
        few(findings, missing);
        if (findings.history() == null && !healthy) {
            missing.add(new Missing(
                    "the training history",
                    "--log FILE, as Keras, Lightning, Hugging Face or TensorBoard wrote it",
                    "what never learnt from what was learnt by heart, lost late, or diverged"));
        }
        if (proved.contains(Cause.CLASS_IMBALANCE)) {
            missing.add(new Missing(
                    "a look at the labels",
                    "equipoise import and labels: those that are probably wrong are named",
                    "few images of a class from images of it that carry another label, which look alike here"));
        }
        if (findings.fault().isPresent() && proved.isEmpty()) {
            missing.add(new Missing(
                    "answers to the training images",
                    "the same file for some hundred of them, diagnosed by itself",
                    "recalls that are good there and bad here (few images, another preprocessing) from recalls that are"
                            + " bad in both"));
            missing.add(new Missing(
                    "experiments on the images",
                    "equipoise import and train: a run that collapses there is examined by experiments",
                    "the learning rate, the capacity, the augmentation and the labels from each other"));
        }
        return missing;
    }

    private static void few(Findings findings, List<Missing> missing) {
        Evaluation evaluation = findings.evaluation();
        if (evaluation == null) {
            return;
        }
        List<String> few = evaluation.classes().stream()
                .filter(c -> c.support() < Deduction.ENOUGH_IMAGES)
                .map(PerClass::name)
                .toList();
        if (!few.isEmpty()) {
            missing.add(new Missing(
                    "more images of " + String.join(", ", few),
                    "label " + Deduction.ENOUGH_IMAGES + " or more of each",
                    "how sure the recalls and the ranking are"));
        }
    }
}

package org.equipoise.trainer.modelcard;

import java.util.List;

import org.equipoise.common.evaluation.AnswerFault;
import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.html.Page;
import org.jspecify.annotations.Nullable;

/** A split's evaluation: the head numbers, the two pictures, then every number. */
final class EvaluationSection {

    private EvaluationSection() {}

    static void write(Page page, String name, Evaluation evaluation) {
        page.heading(name);
        if (evaluation.images() == 0) {
            page.paragraph("note", "No images.");
            return;
        }
        page.raw("<p>Balanced accuracy <strong>" + Page.number(evaluation.balancedAccuracy())
                + "</strong>, macro-F1 <strong>" + Page.number(evaluation.macroF1()) + "</strong>"
                + area(evaluation.auc()) + " on " + evaluation.images() + " images. Accuracy "
                + Page.number(evaluation.accuracy()) + "; always answering the largest class would have "
                + Page.number(evaluation.majorityShare()) + ".</p>\n");
        if (evaluation.accuracy() < evaluation.majorityShare()) {
            page.paragraph(
                    "warning",
                    "It is right less often than always answering the largest class would be: what is gained in rare"
                            + " classes is paid in the frequent ones.");
        }
        AnswerFault.words(evaluation).ifPresent(words -> page.paragraph("refused", words));
        page.raw("<div class=\"figures\"><figure>");
        ConfusionPicture.write(page, evaluation);
        page.raw("<figcaption>Each row's images by answer; green is right.</figcaption></figure>\n<figure>");
        RecallBars.write(page, evaluation.classes());
        page.raw("<figcaption>Recall of each class with its 95 % interval.</figcaption></figure></div>\n");
        page.table(
                List.of("class", "images", "answered", "recall", "95 % interval", "precision", "95 % interval", "F1"),
                evaluation.classes().stream().map(EvaluationSection::perClass).toList());
        page.raw("<details><summary>Confusion matrix in numbers</summary>\n");
        ConfusionTable.write(page, evaluation);
        page.raw("</details>\n");
    }

    private static String area(@Nullable Double auc) {
        return auc == null ? "" : ", AUC " + Page.number(auc);
    }

    private static List<String> perClass(Evaluation.PerClass c) {
        return List.of(
                c.name(),
                Long.toString(c.support()),
                Long.toString(c.predicted()),
                orDash(c.recall()),
                interval(c.recallLower(), c.recallUpper()),
                orDash(c.precision()),
                interval(c.precisionLower(), c.precisionUpper()),
                Page.number(c.f1()));
    }

    private static String interval(@Nullable Double lower, @Nullable Double upper) {
        return lower == null || upper == null ? "–" : Page.number(lower) + " – " + Page.number(upper);
    }

    private static String orDash(@Nullable Double value) {
        return value == null ? "–" : Page.number(value);
    }
}

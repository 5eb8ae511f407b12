package org.equipoise.trainer.modelcard;

import java.util.List;
import java.util.stream.Collectors;

import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.html.Page;
import org.equipoise.trainer.evaluation.RecallDrop;

/** What became of each recall between the two splits that were held out. */
final class ShiftSection {

    private ShiftSection() {}

    static void write(Page page, Evaluation validation, Evaluation test, boolean mistakes) {
        List<RecallDrop> drops = RecallDrop.of(validation, test);
        if (drops.isEmpty()) {
            return;
        }
        page.heading("From validation to test");
        List<String> fell =
                drops.stream().filter(RecallDrop::fell).map(RecallDrop::name).toList();
        if (fell.isEmpty()) {
            page.paragraph("note", "No recall is lower on the test split by more than luck.");
        } else {
            page.paragraph(
                    "warning",
                    "Lower on the test split than luck explains: "
                            + fell.stream().collect(Collectors.joining(", "))
                            + ". The test images are unlike the validation images, or the model was chosen by these and fits"
                            + " them too well.");
            if (mistakes) {
                page.raw("<p class=\"note\">Which images: <a href=\"#mistakes\">the worst mistakes</a>.</p>\n");
            }
        }
        page.table(
                List.of("class", "validation", "images", "interval", "test", "images", "interval", "fall", "p (Holm)"),
                drops.stream().map(ShiftSection::row).toList());
        page.paragraph(
                "note",
                "Recalls with 95 % intervals; p is Fisher's exact probability of such a fall where there is none, for all"
                        + " classes together. A validation split that chose the epoch is a little too good.");
    }

    private static List<String> row(RecallDrop drop) {
        return List.of(
                drop.name(),
                Page.number(drop.validation().value()),
                Long.toString(drop.validation().images()),
                interval(drop.validation()),
                Page.number(drop.test().value()),
                Long.toString(drop.test().images()),
                interval(drop.test()),
                Page.number(drop.fall()),
                Page.number(drop.probability()));
    }

    private static String interval(RecallDrop.Recall recall) {
        return Page.number(recall.lower()) + " – " + Page.number(recall.upper());
    }
}

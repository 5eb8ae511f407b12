package org.equipoise.diagnosis.card;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.equipoise.common.html.Page;
import org.equipoise.common.html.Style;
import org.equipoise.diagnosis.card.Diagnosis.NamedEvidence;
import org.equipoise.diagnosis.card.Diagnosis.PriorCorrection;
import org.equipoise.diagnosis.history.TrainingHistory;
import org.jspecify.annotations.Nullable;

/** A diagnosis as one HTML page without scripts or anything from elsewhere. The same diagnosis gives the same page. */
public final class DiagnosisPage {

    private final Page page = new Page();
    private final Diagnosis card;

    private DiagnosisPage(Diagnosis card) {
        this.card = card;
    }

    /**
     * The page's HTML.
     *
     * @param reasoning what follows from what, in sentences; may be empty
     * @param history whose losses are drawn; absent without one
     * @param priorEntropy loss of the best constant answer, nats; absent where it is not known
     * @param notes what was assumed; may be empty
     */
    public static String render(
            Diagnosis card,
            List<String> reasoning,
            @Nullable TrainingHistory history,
            @Nullable Double priorEntropy,
            List<String> notes) {
        var made = new DiagnosisPage(card);
        made.head();
        made.list("What follows from what", reasoning);
        made.pictures(history, priorEntropy);
        made.prior();
        made.evidence();
        made.missing();
        made.list("What was understood and assumed", notes);
        return made.page.raw("</main></body></html>\n").toString();
    }

    private void head() {
        page.raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<meta name=\"viewport\""
                        + " content=\"width=device-width, initial-scale=1\">\n<title>")
                .text("Diagnosis: " + card.subject())
                .raw("</title>\n<style>\n" + Style.CSS + "</style></head><body><main>\n<h1>Diagnosis <small>")
                .text(card.subject())
                .raw("</small></h1>\n");
        page.paragraph("", card.sentence());
        page.paragraph("note", "The answers: " + card.condition() + ".");
        page.paragraph("warning", "Not a medical device. For research; no answer of this model replaces a clinician.");
        if (!card.causes().isEmpty()) {
            page.heading("Causes");
            page.table(
                    List.of("cause", "probability", "what helps"),
                    card.causes().stream()
                            .map(cause -> List.of(
                                    cause.words(),
                                    cause.probability() == 1 ? "proved" : Page.number(cause.probability()),
                                    cause.remedy()))
                            .toList());
        }
        if (!card.ruledOut().isEmpty()) {
            page.paragraph("note", "Ruled out: " + String.join(", ", card.ruledOut()) + ".");
        }
    }

    private void list(String heading, List<String> sentences) {
        if (!sentences.isEmpty()) {
            page.heading(heading);
            page.raw("<ul>");
            sentences.forEach(sentence -> page.raw("<li>").text(sentence).raw("</li>"));
            page.raw("</ul>\n");
        }
    }

    private void pictures(@Nullable TrainingHistory history, @Nullable Double priorEntropy) {
        boolean recalls = !card.recalls().isEmpty();
        if (!recalls && history == null) {
            return;
        }
        page.heading("Pictures");
        page.raw("<div class=\"figures\">");
        if (recalls) {
            page.raw("<figure>");
            RecallPicture.write(page, card.recalls());
            page.raw("<figcaption>Recall of each class")
                    .text(card.recalls().get(0).repaired() == null ? "" : "; below each, " + changed());
            page.raw(".</figcaption></figure>");
        }
        if (history != null) {
            page.raw("<figure>");
            LossPicture.write(page, history, priorEntropy);
            page.raw("</figure>");
        }
        page.raw("</div>\n");
        if (recalls) {
            page.table(
                    List.of("class", "images", "recall", "with the repair"),
                    card.recalls().stream()
                            .map(c -> List.of(
                                    c.name(),
                                    String.valueOf(c.images()),
                                    Page.number(c.recall()),
                                    c.repaired() == null ? "" : Page.number(c.repaired())))
                            .toList());
        }
    }

    private String changed() {
        return card.prior() == null ? "with the preprocessing that was found" : "with the prior corrected";
    }

    private void prior() {
        PriorCorrection prior = card.prior();
        if (prior == null) {
            return;
        }
        page.heading("A corrected prior");
        page.paragraph(
                "",
                "Balanced accuracy " + Page.number(prior.before()) + " becomes " + Page.number(prior.after()) + ". "
                        + (prior.repairs() ? "That alone is a repair." : "That alone is no repair."));
        List<List<String>> rows = new ArrayList<>();
        for (int k = 0; k < prior.classes().size(); k++) {
            rows.add(List.of(
                    prior.classes().get(k),
                    String.format(Locale.ROOT, "%.4f", prior.offsets().get(k))));
        }
        page.table(List.of("class", "add to its logit"), rows);
        Double threshold = prior.threshold();
        if (threshold != null) {
            page.paragraph(
                    "",
                    String.format(
                            Locale.ROOT,
                            "Or answer \"%s\" where its probability is above %.4f.",
                            prior.classes().get(1),
                            threshold));
        }
    }

    private void evidence() {
        if (card.evidence().isEmpty()) {
            return;
        }
        page.heading("Evidence");
        page.table(
                List.of("measure", "value", "unit", "healthy", "for", "against", "what was measured"),
                card.evidence().stream().map(DiagnosisPage::row).toList());
    }

    private static List<String> row(NamedEvidence known) {
        return List.of(
                known.measure(),
                Page.number(known.value()),
                known.unit(),
                known.healthy(),
                String.join(", ", known.speaksFor()),
                String.join(", ", known.speaksAgainst()),
                known.meaning());
    }

    private void missing() {
        if (card.missing().isEmpty()) {
            return;
        }
        page.heading("What is missing");
        page.table(
                List.of("what", "how to get it", "what it would tell apart"),
                card.missing().stream()
                        .map(one -> List.of(one.what(), one.how(), one.tells()))
                        .toList());
    }
}

package org.equipoise.trainer.modelcard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.HealthyReference;
import org.equipoise.common.events.ModelTrained;
import org.equipoise.common.html.Page;
import org.equipoise.common.html.Style;
import org.equipoise.common.imaging.Fit;
import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.Split;
import org.jspecify.annotations.Nullable;

/** A model card as one HTML page without scripts or anything from elsewhere. The same card gives the same page. */
public final class ModelCardPage {

    private final Page page = new Page();
    private final ModelCard card;
    private final ModelTrained trained;

    private ModelCardPage(ModelCard card) {
        this.card = card;
        this.trained = card.trained();
    }

    /** The page's HTML. */
    public static String render(ModelCard card) {
        return new ModelCardPage(card).render();
    }

    private String render() {
        String title = trained.model() + " " + trained.version();
        page.raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<meta name=\"viewport\""
                        + " content=\"width=device-width, initial-scale=1\">\n<title>")
                .text("Model card: " + title)
                .raw("</title>\n<style>\n" + Style.CSS + "</style></head><body><main>\n<h1>")
                .text(trained.model())
                .raw(" <small>")
                .text(trained.version())
                .raw("</small></h1>\n");
        page.paragraph("warning", "Not a medical device. For research; no answer of this model replaces a clinician.");
        decision(card.decision());
        diagnosis();
        EvaluationSection.write(page, "Test split", trained.test());
        ShiftSection.write(
                page, trained.validation(), trained.test(), !card.mistakes().isEmpty());
        AnswerSection.write(page, card.answers(), trained.labelSet());
        CalibrationSection.write(page, card.calibration());
        MistakeSheet.write(page, card.mistakes());
        dataset();
        training();
        SurvivalSection.write(page, card.survival());
        EvaluationSection.write(page, "Validation split", trained.validation());
        page.paragraph("note", "The validation split helped to choose the epoch: its numbers flatter the model.");
        reference();
        return page.raw("</main></body></html>\n").toString();
    }

    private void decision(@Nullable ModelDecided decision) {
        page.heading("Decision");
        if (decision == null) {
            page.paragraph("note", "The gate has not decided yet.");
            return;
        }
        String outcome = decision.outcome().code();
        ModelDecided.Champion champion = decision.champion();
        page.raw("<p><strong class=\"" + outcome + "\">")
                .text(outcome)
                .raw("</strong> ")
                .text("on " + decision.decidedAt() + ". "
                        + (champion == null ? "No version serves." : "Version " + champion.version() + " serves."))
                .raw("</p>\n");
        if (decision.reason() != null) {
            page.paragraph("note", "An operator decided, because: " + decision.reason());
        }
        page.table(
                List.of("check", "", "value", "limit", "what it says"),
                decision.checks().stream()
                        .map(check -> List.of(
                                check.name(),
                                check.passed() ? "✓\u00a0passed" : "✗\u00a0failed",
                                Page.number(check.value()),
                                Page.number(check.limit()),
                                check.explanation()))
                        .toList());
    }

    /** A diagnosis is made after the card: the link is right wherever cards and diagnoses are served side by side. */
    private void diagnosis() {
        page.raw("<p class=\"note\">Why does it answer as it does? <a href=\"../../diagnoses/")
                .text(trained.runId())
                .raw("\">The diagnosis of its run</a> is there once it is made: by itself after a run that collapsed"
                        + " or was refused for its recalls, of any other by <code>equipoise diagnose</code>.</p>\n");
    }

    private void dataset() {
        page.heading("Dataset");
        page.raw("<p>")
                .text(trained.dataset() + " ")
                .raw("<code>")
                .text(trained.datasetVersion())
                .raw("</code>");
        page.text(String.format(
                        Locale.ROOT,
                        ", modality %s, %d x %d pixels, %d channel(s).",
                        card.modality(),
                        trained.input().width(),
                        trained.input().height(),
                        trained.input().channels()))
                .raw("</p>\n");
        ValueWindow window = trained.window();
        if (window != null) {
            page.paragraph(
                    "note",
                    String.format(
                            Locale.ROOT,
                            "Samples of 16 bits, seen from %d (0) to %d (1): %s. The window is part of the model.",
                            window.low(),
                            window.high(),
                            window.rule()));
        }
        if (trained.fit() != null) {
            page.paragraph(
                    "note",
                    trained.fit() == Fit.PAD
                            ? "Images of another aspect are resized until they fit, their edges repeated beside them."
                            : "Images of another aspect are cropped to the middle.");
        }
        List<String> head = new ArrayList<>(List.of("split"));
        head.addAll(trained.labelSet().classes());
        head.add("largest share");
        List<List<String>> rows = new ArrayList<>();
        for (Split split : Split.values()) {
            ClassDistribution counts = card.classCounts().get(split);
            if (counts != null) {
                List<String> row = new ArrayList<>(List.of(split.wireName()));
                counts.counts().forEach(n -> row.add(n.toString()));
                row.add(Page.number(counts.majorityShare()));
                rows.add(row);
            }
        }
        page.table(head, rows);
        if (!card.findings().isEmpty()) {
            page.raw("<ul>");
            card.findings().forEach(finding -> page.raw("<li>").text(finding).raw("</li>"));
            page.raw("</ul>\n");
        }
    }

    private void training() {
        page.heading("Training");
        page.raw("<p>")
                .text(String.format(
                        Locale.ROOT,
                        "Recipe %s, run %s, seed %d, %d epochs (epoch %d kept) in %.1f s on %s.",
                        card.recipeName(),
                        trained.runId(),
                        card.seed(),
                        trained.epochs(),
                        card.bestEpoch(),
                        trained.seconds(),
                        card.device()))
                .raw("</p>\n");
        TrainingCurve.write(page, card.telemetry(), card.bestEpoch());
        page.table(
                List.of("setting", "value", "reason"),
                card.choices().stream()
                        .map(choice -> List.of(choice.setting(), choice.value(), choice.reason()))
                        .toList());
    }

    private void reference() {
        page.heading("While it is healthy");
        HealthyReference reference = card.reference();
        page.paragraph(
                "note",
                "Expected share of each answer at the dataset's prevalence, estimated on " + reference.images()
                        + " images; the monitor raises an alert when the answers leave it. Bounds hold with 95 % each.");
        List<List<String>> rows = new ArrayList<>();
        for (int k = 0; k < reference.shares().size(); k++) {
            rows.add(List.of(
                    trained.labelSet().name(k),
                    Page.number(reference.shares().get(k)),
                    Page.number(reference.lowerBounds().get(k)),
                    Page.number(reference.upperBounds().get(k))));
        }
        page.table(List.of("class", "share", "at least", "at most"), rows);
    }
}

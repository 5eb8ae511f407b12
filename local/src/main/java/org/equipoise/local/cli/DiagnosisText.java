package org.equipoise.local.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.equipoise.diagnosis.card.Diagnosis;
import org.equipoise.diagnosis.card.Diagnosis.PriorCorrection;
import org.equipoise.diagnosis.predictions.FileDiagnosis;
import org.equipoise.local.terminal.EvaluationTable;
import org.equipoise.local.terminal.Table;

/** A diagnosis as plain text: one sentence for an operator, then the evidence. */
final class DiagnosisText {

    private DiagnosisText() {}

    static List<String> lines(FileDiagnosis diagnosis) {
        Diagnosis card = diagnosis.card();
        List<String> lines = new ArrayList<>();
        lines.add(card.sentence());
        lines.add("");
        lines.add("Answers: " + card.condition() + ".");
        if (diagnosis.evaluation() != null) {
            EvaluationTable.lines(diagnosis.evaluation()).forEach(line -> lines.add("  " + line));
            lines.add("  " + EvaluationTable.summary(diagnosis.evaluation()));
        }
        diagnosis.reasoning().forEach(sentence -> lines.add("- " + sentence));
        if (!card.causes().isEmpty()) {
            lines.add("Proved: "
                    + card.causes().stream().map(Diagnosis.NamedCause::words).collect(Collectors.joining(", ")) + ".");
        }
        if (!card.ruledOut().isEmpty()) {
            lines.add("Ruled out: " + String.join(", ", card.ruledOut()) + ".");
        }
        PriorCorrection prior = card.prior();
        if (prior != null) {
            prior(card, prior, lines);
        }
        if (!card.missing().isEmpty()) {
            lines.add("Missing:");
            card.missing()
                    .forEach(one -> lines.add("  " + one.what() + " (" + one.how() + "): would tell " + one.tells()));
        }
        diagnosis.understood().forEach(note -> lines.add("Note: " + note));
        return lines;
    }

    /** Evidence that is printed of a run; the rest is in the card. */
    private static final int MOST_EVIDENCE = 8;

    /** What was found out about a run that was trained here. */
    static List<String> ofRun(Diagnosis card) {
        List<String> lines = new ArrayList<>();
        lines.add(card.sentence());
        lines.add("");
        lines.add(capital(card.subject()) + ": " + card.condition() + ".");
        if (!card.causes().isEmpty()) {
            var causes = new Table("cause", "probability", "what helps");
            card.causes().forEach(cause -> causes.row(cause.words(), number(cause.probability()), cause.remedy()));
            causes.lines().forEach(line -> lines.add("  " + line));
        }
        Diagnosis.Proof proof = card.proof();
        if (proof != null) {
            lines.add("Proof: " + proof.sentence() + ".");
        }
        Diagnosis.Repair repair = card.repair();
        if (repair != null) {
            lines.addAll(RepairText.lines(repair));
        }
        if (!card.recalls().isEmpty()) {
            var recalls = new Table("class", "images", "recall");
            card.recalls().forEach(one -> recalls.row(one.name(), Long.toString(one.images()), number(one.recall())));
            recalls.lines().forEach(line -> lines.add("  " + line));
        }
        if (!card.evidence().isEmpty()) {
            lines.add("Evidence:");
            var evidence = new Table("measure", "value", "healthy", "speaks for");
            card.evidence().stream()
                    .limit(MOST_EVIDENCE)
                    .forEach(one -> evidence.row(
                            one.measure(),
                            String.format(Locale.ROOT, "%.3g", one.value()),
                            one.healthy(),
                            String.join(", ", one.speaksFor())));
            evidence.lines().forEach(line -> lines.add("  " + line));
        }
        if (!card.missing().isEmpty()) {
            lines.add("Not measured: "
                    + card.missing().stream().map(Diagnosis.Missing::what).collect(Collectors.joining(", ")) + ".");
        }
        if (!card.proposals().isEmpty()) {
            lines.add("What may repair it, the cheapest first (--repair tries it):");
            card.proposals().forEach(one -> lines.add("- " + one.sentence()));
        }
        return lines;
    }

    private static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private static void prior(Diagnosis card, PriorCorrection prior, List<String> lines) {
        lines.add(String.format(
                Locale.ROOT,
                "The prior corrected: balanced accuracy %.3f becomes %.3f; that alone is %s.",
                prior.before(),
                prior.after(),
                prior.repairs() ? "a repair" : "no repair"));
        var table = new Table("class", "recall", "corrected", "add to its logit");
        for (int k = 0; k < prior.classes().size(); k++) {
            String name = prior.classes().get(k);
            String offset = String.format(Locale.ROOT, "%.4f", prior.offsets().get(k));
            card.recalls().stream()
                    .filter(c -> c.name().equals(name))
                    .findFirst()
                    .ifPresentOrElse(
                            c -> table.row(
                                    name,
                                    number(c.recall()),
                                    number(c.repaired() == null ? c.recall() : c.repaired()),
                                    offset),
                            () -> table.row(name, "none", "none", offset));
        }
        table.lines().forEach(line -> lines.add("  " + line));
        if (prior.threshold() != null) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  or answer \"%s\" where its probability is above %.4f",
                    prior.classes().get(1),
                    prior.threshold()));
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}

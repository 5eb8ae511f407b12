package org.equipoise.local.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.local.terminal.Table;

/** The demonstration's tables and lines, from reports and events to text. Fractions in [0, 1]. */
final class DemoTables {

    private DemoTables() {}

    /** Images of each class, per split and in all. */
    static List<String> classCounts(DemoReport.Dataset dataset) {
        List<String> headings = new ArrayList<>(List.of("class"));
        headings.addAll(dataset.splits().keySet());
        headings.addAll(List.of("all", "share"));
        long total = dataset.classCounts().values().stream().mapToLong(n -> n).sum();
        var table = new Table(headings.toArray(String[]::new));
        dataset.classCounts().forEach((name, n) -> {
            List<String> row = new ArrayList<>(List.of(name));
            dataset.splits().values().forEach(split -> row.add(whole(split.getOrDefault(name, 0L))));
            row.addAll(List.of(whole(n), fraction(total == 0 ? 0 : n / (double) total)));
            table.row(row.toArray(String[]::new));
        });
        return table.lines();
    }

    /** One epoch in one line: the loss beside the loss of a constant answer, then the recalls. */
    static String epoch(TrainingProgressed event, EpochTelemetry telemetry, LabelSet labels) {
        var recalls = new StringBuilder();
        for (int k = 0; k < telemetry.recalls().size(); k++) {
            recalls.append(k == 0 ? "" : "  ")
                    .append(labels.name(k))
                    .append(' ')
                    .append(
                            telemetry.recallIsKnown(k)
                                    ? String.format(
                                            Locale.ROOT,
                                            "%.2f",
                                            telemetry.recalls().get(k))
                                    : "-");
        }
        return String.format(
                Locale.ROOT,
                "epoch %2d of %d   loss %.3f (a constant answer: %.3f)   recalls  %s",
                event.epoch(),
                event.epochs(),
                telemetry.trainLoss(),
                telemetry.priorEntropy(),
                recalls);
    }

    /** Both trainings side by side, on the same test split. */
    static List<String> comparison(DemoReport.Training naive, DemoReport.Training balanced) {
        var table = new Table("on the test split", "naive", "balanced");
        table.row(
                "accuracy (always the largest class: " + fraction(balanced.majorityShare()) + ")",
                fraction(naive.accuracy()),
                fraction(balanced.accuracy()));
        table.row("balanced accuracy", fraction(naive.balancedAccuracy()), fraction(balanced.balancedAccuracy()));
        table.row("macro-F1", fraction(naive.macroF1()), fraction(balanced.macroF1()));
        balanced.recalls()
                .forEach((name, recall) -> table.row(
                        "recall of " + name, fraction(naive.recalls().getOrDefault(name, 0.0)), fraction(recall)));
        table.row("the gate", naive.outcome(), balanced.outcome());
        return table.lines();
    }

    /** The checks of the gate: what was measured beside what was asked. */
    static List<String> gate(ModelDecided decision) {
        var table = new Table("check", "measured", "asked", "");
        decision.checks()
                .forEach(check -> table.row(
                        check.name(),
                        number(check.value()),
                        number(check.limit()),
                        check.passed() ? "passed" : "FAILED"));
        return table.lines();
    }

    /** Why the gate refused, one sentence for each check that failed. */
    static List<String> refusals(ModelDecided decision) {
        return decision.checks().stream()
                .filter(check -> !check.passed())
                .map(ModelDecided.GateCheck::explanation)
                .toList();
    }

    private static String number(double value) {
        if (value == Math.rint(value)) {
            return whole((long) value);
        }
        return Math.abs(value) < 0.001 ? String.format(Locale.ROOT, "%.0e", value) : fraction(value);
    }

    /** Recalls and averages of one evaluation, in one line. */
    static String evaluation(Evaluation test) {
        return String.format(
                Locale.ROOT,
                "On %,d test images: accuracy %.3f, and always answering the largest class would give %.3f;"
                        + " balanced accuracy %.3f, macro-F1 %.3f.",
                test.images(),
                test.accuracy(),
                test.majorityShare(),
                test.balancedAccuracy(),
                test.macroF1());
    }

    /** Shares of the answers beside those of the healthy model, with its confidence bounds. */
    static List<String> shares(LabelSet labels, List<Long> answers, ModelDecided.HealthyReference healthy) {
        long total = Math.max(1, answers.stream().mapToLong(n -> n).sum());
        var table = new Table("answer", "images", "share", "healthy", "bounds");
        for (int k = 0; k < labels.size(); k++) {
            table.row(
                    labels.name(k),
                    whole(answers.get(k)),
                    fraction(answers.get(k) / (double) total),
                    fraction(healthy.shares().get(k)),
                    fraction(healthy.lowerBounds().get(k)) + " to "
                            + fraction(healthy.upperBounds().get(k)));
        }
        return table.lines();
    }

    static String fraction(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    static String whole(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}

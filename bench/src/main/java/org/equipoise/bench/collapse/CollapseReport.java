package org.equipoise.bench.collapse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

import org.equipoise.bench.UnusableOptionException;
import org.equipoise.bench.report.Measurement;
import org.equipoise.bench.report.Origin;
import org.equipoise.bench.report.Report;
import org.equipoise.bench.report.ResultTable;
import org.equipoise.bench.report.Results;
import org.equipoise.bench.report.Target;
import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.ranking.Forest;

/** What the kept runs say about the diagnosis, and about those that it is compared with. */
final class CollapseReport {

    private static final double TWO_MINUTES = 120;

    private final List<RunRow> rows;
    private final Truth truth;
    private final Judges judges;
    private final Repairs repairs;
    private final ResultTable table = new ResultTable(
            2,
            "runs",
            "who",
            "runs",
            "detected",
            "false alarms",
            "top-1",
            "top-3",
            "top-1 harmed",
            "calibration error",
            "both found",
            "first of two",
            "seconds");
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();

    /** @param tried repairs; may be empty */
    CollapseReport(List<RunRow> rows, List<RepairRow> tried) {
        this.rows = rows;
        truth = new Truth(rows);
        judges = new Judges(rows, truth);
        repairs = new Repairs(truth, tried);
    }

    /** What all development runs teach. */
    Forest forest() {
        if (!judges.canLearn()) {
            throw new UnusableOptionException("too few runs to learn from: they are of fewer than three datasets and"
                    + " networks that are not held out");
        }
        return judges.forest();
    }

    Results results(List<String> more, Origin origin) {
        part("development", false);
        part("held out", true);
        faults();
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("runs", rows.size());
        settings.put(
                "commits", rows.stream().map(RunRow::commit).distinct().sorted().toList());
        List<String> notes = new ArrayList<>(notes());
        notes.addAll(more);
        var report = new Report("collapse", settings, measurements, notes, Map.of("byCause", byCause()), targets);
        return new Results(report, "CollapseBench: is the cause named?", table, List.of(origin));
    }

    private void part(String name, boolean heldOut) {
        List<RunRow> part = rows.stream()
                .filter(row -> row.run().heldOut() == heldOut && !Truth.unclear(row))
                .toList();
        if (part.isEmpty()) {
            return;
        }
        if (judges.canLearn()) {
            Scores scores = Scores.of(judges.diagnosis(part), truth);
            add(name, "Equipoise", scores);
            if (heldOut) {
                aim(scores);
            }
        }
        repairs(name, part, heldOut);
        overhead(name, part);
        add(name, "most frequent cause", Scores.of(judges.mostFrequent(part), truth));
        add(name, "random", Scores.of(judges.random(part), truth));
        for (Rules rules : Rules.values()) {
            add(name, rules.words(), Scores.of(judges.rules(rules, part), truth));
        }
    }

    private void repairs(String name, List<RunRow> part, boolean heldOut) {
        Repairs.Outcome outcome = repairs.of(part);
        String runs = outcome.repairable() + " runs";
        outcome.repaired().ifPresent(share -> {
            measure(
                    name + ", repaired to within " + Repairs.AS_GOOD + " macro-F1 of a healthy run",
                    runs,
                    share,
                    "of 1");
            if (heldOut) {
                targets.add(Target.atLeast("held out, repaired (" + runs + " so far)", share, 0.9));
            }
        });
        outcome.byTheFirst()
                .ifPresent(share -> measure(name + ", the same by the first proposal", runs, share, "of 1"));
        List<RunRow> healthy = Repairs.healthy(part);
        repairs.asGood(healthy)
                .ifPresent(share -> measure(
                        name + ", healthy runs themselves within " + Repairs.AS_GOOD + " of their median",
                        healthy.size() + " runs",
                        share,
                        "of 1"));
        outcome.regained()
                .ifPresent(share ->
                        measure(name + ", macro-F1 regained of what was lacking, median", runs, share, "of 1"));
        outcome.seconds().ifPresent(seconds -> measure(name + ", trainings of a repair, median", runs, seconds, "s"));
    }

    private void overhead(String name, List<RunRow> part) {
        Scores.median(part.stream()
                        .filter(row -> row.trainingSeconds() > 0)
                        .mapToDouble(row -> row.diagnosisSeconds() / row.trainingSeconds())
                        .toArray())
                .ifPresent(ratio ->
                        measure(name + ", examination by training, median", part.size() + " runs", ratio, "times"));
    }

    private void measure(String what, String runs, double value, String unit) {
        measurements.add(new Measurement(what, runs, value, value, value, unit));
    }

    private void add(String part, String who, Scores scores) {
        table.row(List.of(
                part,
                who,
                Integer.toString(scores.runs() + scores.doubles()),
                number(scores.detection()),
                number(scores.falseAlarms()),
                number(scores.top1()),
                number(scores.top3()),
                number(scores.harmedTop1()),
                number(scores.calibrationError()),
                number(scores.bothFound()),
                number(scores.firstRight()),
                scores.seconds().isPresent()
                        ? String.format(Locale.ROOT, "%.1f", scores.seconds().getAsDouble())
                        : "-"));
    }

    /** What a diagnosis of held-out runs is to reach. */
    private void aim(Scores scores) {
        scores.top1().ifPresent(v -> targets.add(Target.atLeast("held out, top-1", v, 0.85)));
        scores.top3().ifPresent(v -> targets.add(Target.atLeast("held out, top-3", v, 0.95)));
        scores.falseAlarms().ifPresent(v -> targets.add(atMost("held out, false alarms on healthy runs", v, 0.03, "")));
        scores.calibrationError().ifPresent(v -> targets.add(atMost("held out, calibration error", v, 0.10, "")));
        scores.bothFound().ifPresent(v -> targets.add(Target.atLeast("held out, both of two causes", v, 0.5)));
        scores.firstRight().ifPresent(v -> targets.add(Target.atLeast("held out, first of two causes", v, 0.85)));
        scores.seconds().ifPresent(v -> targets.add(atMost("held out, time to diagnosis", v, TWO_MINUTES, "s")));
    }

    private static Target atMost(String what, double reached, double bound, String unit) {
        return new Target(what, reached, bound, Target.Kind.AT_MOST, unit);
    }

    /** How many runs of each cause and severity lost a class: whether the injection does what it should. */
    private void faults() {
        for (Injection injection : Injection.values()) {
            for (Severity severity : Severity.values()) {
                double[] broken = rows.stream()
                        .filter(row -> row.run().injections().equals(List.of(injection))
                                && row.run().severity() == severity)
                        .mapToDouble(row -> truth.harmed(row) ? 1 : 0)
                        .toArray();
                if (broken.length > 0) {
                    double share = java.util.Arrays.stream(broken).average().orElseThrow();
                    measurements.add(new Measurement(
                            "harmed by " + injection.cause().words() + ", " + severity.wireName(),
                            broken.length + (broken.length == 1 ? " run" : " runs"),
                            share,
                            java.util.Arrays.stream(broken).min().orElseThrow(),
                            java.util.Arrays.stream(broken).max().orElseThrow(),
                            "of 1"));
                }
            }
        }
    }

    /** For the JSON: what was answered, by the cause that was injected. */
    private List<Map<String, Object>> byCause() {
        List<Map<String, Object>> all = new ArrayList<>();
        if (!judges.canLearn()) {
            return all;
        }
        Function<Judgement, String> first = j -> j.guesses().get(0).causes().stream()
                .sorted()
                .findFirst()
                .map(Cause::wireName)
                .orElseThrow();
        for (boolean heldOut : new boolean[] {false, true}) {
            List<Judgement> single = judges.diagnosis(rows.stream()
                    .filter(row -> row.run().heldOut() == heldOut && !Truth.unclear(row))
                    .filter(row -> row.run().injections().size() == 1)
                    .toList());
            Scores.byCause(single).forEach((cause, judged) -> {
                Map<String, Long> answers = judged.stream()
                        .collect(java.util.stream.Collectors.groupingBy(
                                first, java.util.TreeMap::new, java.util.stream.Collectors.counting()));
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("heldOut", heldOut);
                row.put("cause", cause.wireName());
                row.put("runs", judged.size());
                row.put(
                        "harmed",
                        judged.stream().filter(j -> truth.harmed(j.row())).count());
                row.put("top1", judged.stream().filter(j -> j.hit(1)).count());
                row.put("top3", judged.stream().filter(j -> j.hit(3)).count());
                row.put("answers", answers);
                all.add(row);
            });
        }
        return all;
    }

    private List<String> notes() {
        long unclear = rows.stream().filter(Truth::unclear).count();
        List<String> notes = new ArrayList<>(List.of(
                "held out from all tuning, declared before: dataset breast and network residual; development: pneumonia,"
                        + " retina and phantoms with article-cnn and conv4. The ranking is learnt from development runs"
                        + " alone; a development run is judged by those learnt without its dataset and network",
                "top-1 and top-3: mean over the causes. Right are the injected cause and those that count as the same"
                        + " (docs/causes.md), and healthy where the injection did no harm: no class lost, macro-F1 at"
                        + " most " + Truth.HARM + " below the healthy runs'. \"top-1 harmed\" leaves those runs out",
                "detected: harmed runs that are not called healthy; both found: both causes among the first three",
                "repaired: by what the diagnosis proposes, trained anew without the program's fault. Left out where only a"
                        + " person can repair. A healthy run has more images than one with imbalance or few images: those count in"
                        + " what was regained only. Proposals are trained in their order until one is as good; a healthy"
                        + " run, trained once more, is not always within that of the median of its kind, either",
                "rules name one cause and know no probabilities; they read what these measures have of what they ask for",
                "left out, because training cannot have it: prevalence changed"));
        if (unclear > 0) {
            notes.add(unclear + " healthy runs lost a class by themselves and were left out");
        }
        if (!judges.canLearn()) {
            notes.add("too few runs to learn from: the diagnosis itself was not judged");
        }
        return notes;
    }

    private static String number(OptionalDouble share) {
        return share.isPresent() ? String.format(Locale.ROOT, "%.3f", share.getAsDouble()) : "-";
    }
}

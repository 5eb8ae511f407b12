package org.equipoise.bench.collapse;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

import com.fasterxml.jackson.databind.JsonNode;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;

/**
 * What a run showed: a row of the file of runs.
 *
 * @param commit of the code that made it
 * @param failure why there is no model; empty where there is one
 * @param fault what is wrong with the answers to the validation images: {@code none}, {@code one-class},
 *     {@code class-lost}, or {@code no-model}
 * @param macroF1 on the validation images as they were answered; 0 without a model
 * @param meanRecall the same, the balanced accuracy
 * @param trainingSeconds wall time of the training
 * @param diagnosisSeconds wall time of the examination
 */
record RunRow(
        String commit,
        PlannedRun run,
        String failure,
        String fault,
        double macroF1,
        double meanRecall,
        double trainingSeconds,
        double diagnosisSeconds,
        Evidence evidence) {

    static final String NO_FAULT = "none";

    private static final List<String> FIRST = List.of(
            "commit",
            "dataset",
            "network",
            "seed",
            "causes",
            "severity",
            "failure",
            "fault",
            "macro-f1",
            "mean-recall",
            "training-seconds",
            "diagnosis-seconds");

    static final KeptRows.Form<RunRow> FORM = new KeptRows.Form<>(columns(), RunRow::of, RunRow::cells, RunRow::run);

    private static List<String> columns() {
        List<String> columns = new ArrayList<>(FIRST);
        for (Measure measure : Measure.values()) {
            columns.add(measure.wireName());
        }
        return columns;
    }

    /** Whether a class is lost, or there is no model. */
    boolean broken() {
        return !fault.equals(NO_FAULT);
    }

    /** What was not measured is empty. */
    private List<String> cells() {
        List<String> cells = cells(commit, run);
        cells.addAll(List.of(
                failure,
                fault,
                number(macroF1),
                number(meanRecall),
                seconds(trainingSeconds),
                seconds(diagnosisSeconds)));
        for (Measure measure : Measure.values()) {
            OptionalDouble value = evidence.value(measure);
            cells.add(value.isPresent() ? number(value.getAsDouble()) : "");
        }
        return cells;
    }

    /** Of what a process answered. */
    static RunRow of(String commit, Job job, JsonNode answer) {
        Evidence evidence = Evidence.NONE;
        for (Map.Entry<String, JsonNode> measure : answer.required("measures").properties()) {
            evidence = evidence.with(
                    Measure.named(measure.getKey()).orElseThrow(),
                    measure.getValue().asDouble());
        }
        return new RunRow(
                commit,
                PlannedRun.of(job.run()),
                answer.required("failure").asText(),
                answer.required("fault").asText(),
                answer.required("macroF1").asDouble(),
                answer.required("balancedAccuracy").asDouble(),
                answer.required("trainingSeconds").asDouble(),
                answer.required("diagnosisSeconds").asDouble(),
                evidence);
    }

    /** For whoever watches. */
    String words() {
        return String.format(
                Locale.ROOT, "%-10s macro-F1 %.2f  %.1f + %.1f s", fault, macroF1, trainingSeconds, diagnosisSeconds);
    }

    private static RunRow of(Map<String, String> cells) {
        Evidence evidence = Evidence.NONE;
        for (Measure measure : Measure.values()) {
            String value = cells.getOrDefault(measure.wireName(), "");
            evidence = value.isEmpty() ? evidence : evidence.with(measure, Double.parseDouble(value));
        }
        return new RunRow(
                cell(cells, "commit"),
                run(cells),
                cell(cells, "failure"),
                cell(cells, "fault"),
                Double.parseDouble(cell(cells, "macro-f1")),
                Double.parseDouble(cell(cells, "mean-recall")),
                Double.parseDouble(cell(cells, "training-seconds")),
                Double.parseDouble(cell(cells, "diagnosis-seconds")),
                evidence);
    }

    /** What every row begins with. */
    static List<String> cells(String commit, PlannedRun run) {
        return new ArrayList<>(List.of(
                commit,
                run.dataset(),
                run.network().wireName(),
                Long.toString(run.seed()),
                run.causeNames(),
                run.severity().wireName()));
    }

    /** The run that a row is of. */
    static PlannedRun run(Map<String, String> cells) {
        return PlannedRun.of(String.join(
                "/",
                cell(cells, "dataset"),
                cell(cells, "network"),
                cell(cells, "seed"),
                cell(cells, "causes"),
                cell(cells, "severity")));
    }

    /**
     * A cell.
     *
     * @throws IllegalArgumentException if the file has no such column
     */
    static String cell(Map<String, String> cells, String heading) {
        String cell = cells.get(heading);
        if (cell == null) {
            throw new IllegalArgumentException("the file has no column " + heading);
        }
        return cell;
    }

    /** As both files write it. */
    static String number(double value) {
        return String.format(Locale.ROOT, "%.5g", value);
    }

    /** As both files write it. */
    static String seconds(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}

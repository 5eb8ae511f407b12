package org.equipoise.bench.collapse;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A proposal of a run's diagnosis that was trained.
 *
 * @param commit of the code that made it
 * @param named causes that the diagnosis named, joined by {@code +}
 * @param rung of the ladder; empty, as the recipe is, where nothing was proposed that can be trained
 * @param recipe that was trained
 * @param settings that replaced the recipe's own, {@code KEY=VALUE} joined by blanks
 * @param fault as {@link RunRow#fault}
 * @param macroF1 on the validation images, of which the run itself was judged
 * @param meanRecall the same, the balanced accuracy
 * @param trainingSeconds wall time of the training
 */
record RepairRow(
        String commit,
        PlannedRun run,
        String named,
        String rung,
        String recipe,
        String settings,
        String fault,
        double macroF1,
        double meanRecall,
        double trainingSeconds) {

    static final KeptRows.Form<RepairRow> FORM = new KeptRows.Form<>(
            List.of(
                    "commit",
                    "dataset",
                    "network",
                    "seed",
                    "causes",
                    "severity",
                    "named",
                    "rung",
                    "recipe",
                    "settings",
                    "fault",
                    "macro-f1",
                    "mean-recall",
                    "training-seconds"),
            RepairRow::of,
            RepairRow::cells,
            RepairRow::run);

    /** Whether a class is lost, or there is no model. */
    boolean broken() {
        return !fault.equals(RunRow.NO_FAULT);
    }

    /**
     * Of what a process answered, a row for each training; one that says so where nothing was proposed to be trained.
     */
    static List<RepairRow> of(String commit, Job job, JsonNode answer) {
        PlannedRun run = PlannedRun.of(job.run());
        String named = String.join("+", Objects.requireNonNull(job.repair()).causes());
        List<RepairRow> rows = new ArrayList<>();
        for (JsonNode tried : answer.required("tried")) {
            rows.add(new RepairRow(
                    commit,
                    run,
                    named,
                    tried.required("rung").asText(),
                    tried.required("recipe").asText(),
                    tried.required("settings").asText(),
                    tried.required("fault").asText(),
                    tried.required("macroF1").asDouble(),
                    tried.required("balancedAccuracy").asDouble(),
                    tried.required("trainingSeconds").asDouble()));
        }
        return rows.isEmpty()
                ? List.of(new RepairRow(commit, run, named, "", "", "", "no-model", 0, 0, 0))
                : List.copyOf(rows);
    }

    /** For whoever watches. */
    String words() {
        return String.format(Locale.ROOT, "%s %s macro-F1 %.2f in %.1f s", rung, recipe, macroF1, trainingSeconds);
    }

    private List<String> cells() {
        List<String> cells = RunRow.cells(commit, run);
        cells.addAll(List.of(
                named,
                rung,
                recipe,
                settings,
                fault,
                RunRow.number(macroF1),
                RunRow.number(meanRecall),
                RunRow.seconds(trainingSeconds)));
        return cells;
    }

    private static RepairRow of(Map<String, String> cells) {
        return new RepairRow(
                RunRow.cell(cells, "commit"),
                RunRow.run(cells),
                RunRow.cell(cells, "named"),
                RunRow.cell(cells, "rung"),
                RunRow.cell(cells, "recipe"),
                RunRow.cell(cells, "settings"),
                RunRow.cell(cells, "fault"),
                Double.parseDouble(RunRow.cell(cells, "macro-f1")),
                Double.parseDouble(RunRow.cell(cells, "mean-recall")),
                Double.parseDouble(RunRow.cell(cells, "training-seconds")));
    }
}

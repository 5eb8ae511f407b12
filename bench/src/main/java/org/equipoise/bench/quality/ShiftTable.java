package org.equipoise.bench.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import org.equipoise.bench.report.Measurement;
import org.equipoise.bench.report.ResultTable;

/**
 * What each change costs each arm, and how much of the cost each part saves. A cost is the balanced accuracy on the
 * same test images unchanged less that on the changed ones, of the same model; the mean over the seeds. What is saved
 * is the share of the cost of the arm without augmentation that an arm does not have.
 */
final class ShiftTable {

    /** A cost below half a point of balanced accuracy is no loss of which a share could be saved. */
    private static final double LEAST_COST = 0.005;

    private static final String ALL = "mean of all changes";

    private final List<ShiftedModel> models;
    private final boolean commits;

    ShiftTable(List<ShiftedModel> models) {
        this.models = List.copyOf(models);
        commits =
                models.stream().map(model -> model.origin().commit()).distinct().count() > 1;
    }

    /** The table. A column with the commits is there if they differ. */
    ResultTable table() {
        var headings = new ArrayList<>(List.of("test images", "trained", "AUC", "balanced accuracy", "cost", "saved"));
        if (commits) {
            headings.add("commit");
        }
        var table = new ResultTable(2, headings.toArray(String[]::new));
        for (DeviceChange change : DeviceChange.values()) {
            for (ShiftArm arm : ShiftArm.values()) {
                List<ShiftScore> of = of(arm, change);
                if (!of.isEmpty()) {
                    table.row(row(
                            arm,
                            change.title(),
                            mean(of, score -> score.auc() == null ? Double.NaN : score.auc()),
                            mean(of, ShiftScore::balancedAccuracy),
                            change == DeviceChange.NONE ? "" : number(cost(arm, change), 3),
                            change == DeviceChange.NONE ? "" : number(saved(arm, List.of(change)), 2)));
                }
            }
        }
        for (ShiftArm arm : ShiftArm.values()) {
            if (!of(arm, DeviceChange.NONE).isEmpty()) {
                table.row(row(arm, ALL, "", "", number(cost(arm, changes()), 3), number(saved(arm, changes()), 2)));
            }
        }
        return table;
    }

    private List<String> row(
            ShiftArm arm, String images, String auc, String balancedAccuracy, String cost, String saved) {
        List<String> cells = new ArrayList<>(List.of(images, arm.title(), auc, balancedAccuracy, cost, saved));
        if (commits) {
            cells.add(models.stream()
                    .filter(model -> model.arm() == arm)
                    .map(model -> model.origin().commit())
                    .distinct()
                    .collect(Collectors.joining(", ")));
        }
        return cells;
    }

    /** The same numbers, a row each. */
    List<Measurement> measurements() {
        List<Measurement> rows = new ArrayList<>();
        for (DeviceChange change : DeviceChange.values()) {
            for (ShiftArm arm : ShiftArm.values()) {
                List<ShiftScore> of = of(arm, change);
                if (!of.isEmpty()) {
                    rows.add(Measurement.of(
                            change.title() + ", balanced accuracy",
                            arm.title(),
                            of.stream()
                                    .mapToDouble(ShiftScore::balancedAccuracy)
                                    .toArray(),
                            "of 1"));
                }
            }
        }
        return rows;
    }

    /** What the change costs; empty where the arm was not measured. */
    OptionalDouble cost(ShiftArm arm, DeviceChange change) {
        return of(arm, change).stream().mapToDouble(ShiftScore::cost).average();
    }

    private OptionalDouble cost(ShiftArm arm, List<DeviceChange> changes) {
        return changes.stream()
                .map(change -> cost(arm, change))
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .average();
    }

    /** Which share of it the arm saves; negative where it costs more; empty where there is next to nothing to save. */
    OptionalDouble saved(ShiftArm arm, List<DeviceChange> changes) {
        OptionalDouble plain = cost(ShiftArm.PLAIN, changes);
        OptionalDouble its = cost(arm, changes);
        return arm == ShiftArm.PLAIN || plain.isEmpty() || its.isEmpty() || plain.getAsDouble() < LEAST_COST
                ? OptionalDouble.empty()
                : OptionalDouble.of(1 - its.getAsDouble() / plain.getAsDouble());
    }

    private static List<DeviceChange> changes() {
        return Arrays.stream(DeviceChange.values())
                .filter(change -> change != DeviceChange.NONE)
                .toList();
    }

    private List<ShiftScore> of(ShiftArm arm, DeviceChange change) {
        return models.stream()
                .filter(model -> model.arm() == arm)
                .flatMap(model -> model.scores().stream())
                .filter(score -> score.change() == change)
                .toList();
    }

    private static String mean(List<ShiftScore> scores, ToDoubleFunction<ShiftScore> what) {
        List<Double> values = scores.stream()
                .mapToDouble(what)
                .filter(value -> !Double.isNaN(value))
                .boxed()
                .toList();
        return values.isEmpty() ? "-" : Spread.of(values).text(3);
    }

    private static String number(OptionalDouble value, int digits) {
        return value.isEmpty() ? "-" : String.format(Locale.ROOT, "%." + digits + "f", value.getAsDouble());
    }
}

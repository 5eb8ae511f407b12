package org.equipoise.local.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.diagnosis.card.Diagnosis;
import org.jspecify.annotations.Nullable;

/** A story that went as it should, made by hand. */
final class Samples {

    static final LabelSet LABELS = new LabelSet(List.of("none", "benign", "malignant"));

    private Samples() {}

    /** Answers the first class always. */
    static Evaluation collapsed() {
        return evaluation(List.of(List.of(200L, 0L, 0L), List.of(20L, 0L, 0L), List.of(10L, 0L, 0L)));
    }

    /** Three mistakes in 230. */
    static Evaluation recovered() {
        return evaluation(List.of(List.of(199L, 1L, 0L), List.of(1L, 19L, 0L), List.of(0L, 1L, 9L)));
    }

    static DemoReport report(Evaluation naive, String balancedOutcome, DemoReport.@Nullable Alert alert) {
        Map<String, Long> all = new LinkedHashMap<>();
        all.put("none", 1000L);
        all.put("benign", 100L);
        all.put("malignant", 50L);
        Map<String, Map<String, Long>> splits = new LinkedHashMap<>();
        splits.put("train", Map.of("none", 600L, "benign", 60L, "malignant", 30L));
        splits.put("val", Map.of("none", 200L, "benign", 20L, "malignant", 10L));
        splits.put("test", Map.of("none", 200L, "benign", 20L, "malignant", 10L));
        Map<String, Double> seconds = new LinkedHashMap<>();
        seconds.put("ready", 15.5);
        seconds.put("total", 120.25);
        return new DemoReport(
                new DemoReport.Dataset("demo", "abc123", 20, all, splits),
                DemoReport.Training.of("v1", "refused", naive, 3),
                DemoReport.Training.of("v2", balancedOutcome, recovered(), 14),
                balancedOutcome.equals("promoted"),
                alert,
                diagnosis(true),
                seconds);
    }

    static DemoReport.Diagnosed diagnosis(boolean repaired) {
        return new DemoReport.Diagnosed(
                "demo-1",
                "One class has so many more training images that always answering it costs little.",
                "class-imbalance",
                1.0,
                new Diagnosis.Proof("balanced-gain", "in a short run on balanced batches", 0.333, 0.683),
                new Diagnosis.Repair(
                        "demo-2", "The recipe auto was trained", "auto", Map.of(), 0.31, 0.95, repaired, List.of()));
    }

    static DemoReport.Alert alert() {
        return new DemoReport.Alert("malignant", 1.0, 0.05, 2_500_000, 9, 0, "malignant takes everything", "input");
    }

    private static Evaluation evaluation(List<List<Long>> rows) {
        return Evaluation.of(ConfusionMatrix.of(rows), LABELS);
    }
}

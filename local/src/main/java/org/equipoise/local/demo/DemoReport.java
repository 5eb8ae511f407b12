package org.equipoise.local.demo;

import java.util.LinkedHashMap;
import java.util.Map;

import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertChanged.Cause;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.labels.Split;
import org.equipoise.diagnosis.card.Diagnosis;
import org.equipoise.local.client.TrainingOutcome.Decided;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --report} writes as JSON. Every number was said by a service in an event.
 *
 * @param naive the test evaluation of the naive training
 * @param balanced the test evaluation of the balanced training
 * @param promoted whether the gate let the balanced version serve
 * @param alert absent when none fired after the fault
 * @param diagnosis of the naive training; absent where it was not diagnosed
 * @param seconds wall time of each act, of starting ({@code ready}), and in all ({@code total})
 */
record DemoReport(
        Dataset dataset,
        Training naive,
        Training balanced,
        boolean promoted,
        @Nullable Alert alert,
        @Nullable Diagnosed diagnosis,
        Map<String, Double> seconds) {

    /**
     * The frozen dataset.
     *
     * @param classCounts images by class, over all splits
     * @param splits images by split and class
     */
    record Dataset(
            String name,
            String version,
            double imbalanceRatio,
            Map<String, Long> classCounts,
            Map<String, Map<String, Long>> splits) {

        static Dataset of(DatasetFrozen frozen) {
            Map<String, Long> all = new LinkedHashMap<>();
            Map<String, Map<String, Long>> splits = new LinkedHashMap<>();
            for (Split split : Split.values()) {
                var counts = frozen.classCounts().get(split);
                Map<String, Long> byClass = new LinkedHashMap<>();
                for (int k = 0; k < frozen.labelSet().size(); k++) {
                    long n = counts == null ? 0 : counts.counts().get(k);
                    byClass.put(frozen.labelSet().name(k), n);
                    all.merge(frozen.labelSet().name(k), n, Long::sum);
                }
                splits.put(split.wireName(), byClass);
            }
            var train = frozen.classCounts().get(Split.TRAIN);
            double ratio = train == null ? 0 : train.imbalanceRatio();
            return new Dataset(frozen.dataset(), frozen.version(), ratio, all, splits);
        }
    }

    /**
     * A training on the test split.
     *
     * @param recalls by class; a class without test images is left out
     * @param outcome what the gate decided
     */
    record Training(
            String version,
            String outcome,
            double accuracy,
            double majorityShare,
            double balancedAccuracy,
            double macroF1,
            Map<String, Double> recalls,
            boolean collapsed,
            int epochs) {

        static Training of(Decided decided) {
            return of(
                    decided.trained().version(),
                    decided.decision().outcome().code(),
                    decided.trained().test(),
                    decided.trained().epochs());
        }

        static Training of(String version, String outcome, Evaluation test, int epochs) {
            Map<String, Double> recalls = new LinkedHashMap<>();
            test.classes().forEach(c -> {
                Double recall = c.recall();
                if (recall != null) {
                    recalls.put(c.name(), recall);
                }
            });
            return new Training(
                    version,
                    outcome,
                    test.accuracy(),
                    test.majorityShare(),
                    test.balancedAccuracy(),
                    test.macroF1(),
                    recalls,
                    test.collapsed(),
                    epochs);
        }
    }

    /**
     * Why the naive training collapsed, and what came of the repair.
     *
     * @param cause the first one that is named; absent where none is
     * @param probability of it, in [0, 1]; absent with it
     * @param proof what the deciding experiment did; absent without one
     * @param repair what the training did that the diagnosis proposed; absent where it proposed none
     */
    record Diagnosed(
            String runId,
            String sentence,
            @Nullable String cause,
            @Nullable Double probability,
            Diagnosis.@Nullable Proof proof,
            Diagnosis.@Nullable Repair repair) {}

    /**
     * The alert after the fault.
     *
     * @param predictionsUntilAlarm predictions on broken images until it fired, itself included
     * @param falseAlarmsBefore alerts that fired on healthy images
     * @param cause what the monitor found behind it: model, preprocessing, input, population or unknown
     */
    record Alert(
            @com.fasterxml.jackson.annotation.JsonProperty("class")
            String className,

            double share,
            double healthyShare,
            double odds,
            long predictionsUntilAlarm,
            long falseAlarmsBefore,
            String summary,
            String cause) {

        static Alert of(AlertChanged alert, long healthyPredictions, long falseAlarmsBefore, Cause cause) {
            return new Alert(
                    alert.className(),
                    alert.share(),
                    alert.healthyShare(),
                    alert.odds(),
                    alert.predictionsSeen() - healthyPredictions,
                    falseAlarmsBefore,
                    alert.summary(),
                    cause.wireName());
        }
    }
}

package org.equipoise.common.events;

import java.util.List;

import org.junit.jupiter.api.Test;

/** The bytes of a model's life: trained, decided, answering, watched. */
class ModelWireTest {

    @Test
    void modelTrained() throws Exception {
        Wire.pins(EventExamples.modelTrained(), """
                {"model": "lung-nodule", "version": "a1b2c3d4e5f6", "runId": "run-1", "dataset": "lung",
                 "datasetVersion": "0a1b2c3d4e5f", "recipe": {"network": "article-cnn", "sampling": "balanced"},
                 "labelSet": ["none", "benign", "malignant"], "input": {"width": 64, "height": 64, "channels": 1},
                 "artifactKey": "lung-nodule/a1b2c3d4e5f6", "validation": %1$s, "test": %1$s, "epochs": 9,
                 "seconds": 41.5, "trainedAt": "2026-03-01T08:00:00.250Z",
                 "window": {"low": 12, "high": 3071,
                 "rule": "from the 0.1th to the 99.9th percentile of the training images"},
                 "fit": "crop"}""".formatted("""
                                {"images": 10, "accuracy": 0.8, "majorityShare": 0.8, "balancedAccuracy": 0.875,
                                 "macroF1": 0.7619047619047619, "auc": 0.8125, "calibrationError": 0.15,
                                 "classes": [
                                   {"name": "none", "support": 8, "predicted": 6, "recall": 0.75, "precision": 1.0,
                                    "f1": 0.8571428571428571, "recallLower": 0.40927543031016883,
                                    "recallUpper": 0.9285207872478909,
                                    "precisionLower": 0.6096657120978346, "precisionUpper": 1.0},
                                   {"name": "benign", "support": 2, "predicted": 4, "recall": 1.0, "precision": 0.5,
                                    "f1": 0.6666666666666666, "recallLower": 0.34238022750665303,
                                    "recallUpper": 1.0, "precisionLower": 0.15003898915214953,
                                    "precisionUpper": 0.8499610108478505},
                                   {"name": "malignant", "support": 0, "predicted": 0, "f1": 0.0,
                                    "recallLower": 0.0, "recallUpper": 1.0,
                                    "precisionLower": 0.0, "precisionUpper": 1.0}],
                                 "confusion": [[6, 2, 0], [0, 2, 0], [0, 0, 0]]}"""));
    }

    @Test
    void diagnosisRequested() throws Exception {
        Wire.pins(EventExamples.diagnosisRequested(), """
                {"requestId": "lung-nodule-1a2b3c4d", "model": "lung-nodule", "version": "0f9e8d7c6b5a",
                 "runId": "run-1", "minutes": 2.5, "requestedAt": "2026-03-01T08:00:00.250Z"}""");
    }

    @Test
    void aDiagnosisIsSaidAgainWithItsRepair() throws Exception {
        var made = new DiagnosisMade(
                "run-1",
                "lung-nodule",
                null,
                "run-1",
                "collapsed: every answer is none",
                "The learning rate is too high.",
                List.of(),
                null,
                "lung-nodule/diagnoses/run-1.json",
                EventExamples.TIME,
                null,
                new DiagnosisMade.Repair("run-2", "The recipe auto was trained.", 0.31, 0.93, true));

        Wire.pins(made, """
                {"diagnosisId": "run-1", "model": "lung-nodule", "runId": "run-1",
                 "condition": "collapsed: every answer is none", "sentence": "The learning rate is too high.",
                 "causes": [], "cardKey": "lung-nodule/diagnoses/run-1.json",
                 "diagnosedAt": "2026-03-01T08:00:00.250Z",
                 "repair": {"runId": "run-2", "sentence": "The recipe auto was trained.", "before": 0.31, "after": 0.93,
                            "repaired": true}}""");
    }

    @Test
    void diagnosisMade() throws Exception {
        Wire.pins(EventExamples.diagnosisMade(), """
                {"diagnosisId": "run-1", "model": "lung-nodule", "version": "0f9e8d7c6b5a", "runId": "run-1",
                 "condition": "collapsed: every answer is none",
                 "sentence": "One class has so many more training images that always answering it costs little.",
                 "causes": [{"cause": "class-imbalance", "probability": 0.91},
                            {"cause": "minority-relabelled", "probability": 0.05}],
                 "proof": {"experiment": "prior-gain",
                           "sentence": "with the prior subtracted the balanced accuracy goes from 0.333 to 0.871",
                           "before": 0.333, "after": 0.871},
                 "cardKey": "lung-nodule/diagnoses/run-1.json", "diagnosedAt": "2026-03-01T08:00:00.250Z",
                 "alertId": "lung-nodule/0f9e8d7c6b5a/collapse/none"}""");
    }

    @Test
    void modelDecided() throws Exception {
        Wire.pins(EventExamples.modelDecided(), """
                {"model": "lung-nodule", "version": "a1b2c3d4e5f6", "runId": "run-1", "outcome": "promoted",
                 "checks": [{"name": "minimum-recall", "passed": true, "value": 0.7, "limit": 0.3,
                             "explanation": "lowest recall 0.70, at least 0.30 is asked"}],
                 "champion": {"version": "a1b2c3d4e5f6", "artifactKey": "lung-nodule/a1b2c3d4e5f6",
                   "labelSet": ["none", "benign", "malignant"], "input": {"width": 64, "height": 64, "channels": 1},
                   "reference": {"shares": [0.8, 0.12, 0.08], "lowerBounds": [0.75, 0.09, 0.05],
                                 "upperBounds": [0.85, 0.17, 0.12], "images": 173, "prevalence": [0.7, 0.2, 0.1],
                                 "confusion": [[90, 6, 4], [5, 40, 5], [2, 3, 18]]},
                   "window": {"low": 12, "high": 3071,
                              "rule": "from the 0.1th to the 99.9th percentile of the training images"},
                   "fit": "pad"},
                 "decidedAt": "2026-03-01T08:00:00.250Z"}""");
    }

    @Test
    void aFirstModelThatIsRefusedLeavesNoChampion() throws Exception {
        Wire.pins(
                new ModelDecided(
                        "lung-nodule",
                        "a1b2c3d4e5f6",
                        "run-1",
                        ModelDecided.Outcome.REFUSED,
                        List.of(),
                        null,
                        EventExamples.TIME),
                """
                {"model": "lung-nodule", "version": "a1b2c3d4e5f6", "runId": "run-1", "outcome": "refused",
                 "checks": [], "decidedAt": "2026-03-01T08:00:00.250Z"}""");
    }

    @Test
    void predictionMade() throws Exception {
        Wire.pins(EventExamples.predictionMade(), """
                {"model": "lung-nodule", "modelVersion": "a1b2c3d4e5f6", "studyId": "study-1",
                 "imageId": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                 "dataset": "lung", "imagesInStudy": 2, "labels": ["none", "benign", "malignant"],
                 "probabilities": [0.7, 0.2, 0.1], "input": {"mean": 101.5, "standardDeviation": 33.25},
                 "publishedAt": "2026-03-01T08:00:00.250Z", "predictedAt": "2026-03-01T08:00:02.250Z",
                 "source": {"modality": "DX", "station": "XR2"}}""");
    }

    /** What a classifier outside Equipoise has to say to be watched. */
    @Test
    void predictionOfAnotherClassifier() throws Exception {
        Wire.pins(
                new PredictionMade(
                        "ours",
                        "2026-02",
                        "study-1",
                        "image 1",
                        null,
                        1,
                        List.of("no", "yes"),
                        List.of(0.25, 0.75),
                        null,
                        null,
                        EventExamples.TIME),
                """
                {"model": "ours", "modelVersion": "2026-02", "studyId": "study-1", "imageId": "image 1",
                 "imagesInStudy": 1, "labels": ["no", "yes"], "probabilities": [0.25, 0.75],
                 "predictedAt": "2026-03-01T08:00:00.250Z"}""");
    }

    @Test
    void canariesReplayed() throws Exception {
        Wire.pins(EventExamples.canariesReplayed(), """
                {"model": "lung-nodule", "version": "a1b2c3d4e5f6", "instance": "scorer-1",
                 "classes": [{"className": "none", "shown": 8, "right": 8, "rightBefore": 8,
                              "tested": {"images": 300, "right": 285}},
                             {"className": "benign", "shown": 8, "right": 6, "rightBefore": 7,
                              "tested": {"images": 60, "right": 48}}],
                 "largestDifference": 0.125, "inputs": 16, "equalInputs": 16,
                 "replayedAt": "2026-03-01T08:00:00.250Z", "speaksUntil": "2026-03-01T08:30:00.250Z"}""");
    }

    /** A classifier that reports for itself keeps neither probabilities nor a schedule. */
    @Test
    void canariesReplayedByAnotherClassifier() throws Exception {
        var replayed = new CanariesReplayed(
                "chest-vendor-x",
                "2026-02",
                "room-7",
                List.of(new CanariesReplayed.ClassResult("finding", 20, 17, 18, null)),
                null,
                0,
                0,
                null,
                EventExamples.TIME,
                null);

        Wire.pins(replayed, """
                {"model": "chest-vendor-x", "version": "2026-02", "instance": "room-7",
                 "classes": [{"className": "finding", "shown": 20, "right": 17, "rightBefore": 18}],
                 "inputs": 0, "equalInputs": 0, "replayedAt": "2026-03-01T08:00:00.250Z"}""");
    }

    @Test
    void alertChanged() throws Exception {
        Wire.pins(EventExamples.alertChanged(), """
                {"alertId": "lung-nodule/a1b2c3d4e5f6/collapse/none", "model": "lung-nodule",
                 "modelVersion": "a1b2c3d4e5f6", "kind": "collapse", "state": "firing", "className": "none",
                 "classIndex": 0, "share": 0.99, "healthyShare": 0.8, "odds": 1250000.0, "predictionsSeen": 640,
                 "predictionsInvolved": 118,
                 "summary": "none takes 99 % of the last 118 answers, 80 % while healthy",
                 "since": "2026-03-01T08:00:00.250Z", "changedAt": "2026-03-01T08:00:30.250Z", "cause": "model",
                 "evidence": ["4 of 16 canaries are answered right, 14 were at registration"],
                 "diagnosis": {"diagnosisId": "a1b2c3d4e5f6-1",
                               "sentence": "the model expects [0, 1] and gets [0, 255]: .50 becomes .91"}}""");
    }

    @Test
    void alertsSilenced() throws Exception {
        Wire.pins(EventExamples.alertsSilenced(), """
                {"silenceId": "5f0c9a1e7b33", "model": "lung-nodule", "kind": "collapse",
                 "reason": "scanner 2 is being repaired", "silencedBy": "ops",
                 "from": "2026-03-01T08:00:00.250Z", "until": "2026-03-01T12:00:00.250Z"}""");
    }
}

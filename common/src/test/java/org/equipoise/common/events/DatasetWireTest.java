package org.equipoise.common.events;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

/** The bytes of labels and datasets. */
class DatasetWireTest {

    @Test
    void labelSubmitted() throws Exception {
        Wire.pins(EventExamples.labelSubmitted(), """
                {"dataset": "lung", "imageId": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                 "label": "benign", "annotator": "reader-2", "submittedAt": "2026-03-01T08:00:00.250Z",
                 "role": "reader", "examination": "labels-1", "withdrawn": false}""");
    }

    @Test
    void imageErased() throws Exception {
        Wire.pins(EventExamples.imageErased(), """
                {"dataset": "lung", "imageId": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                 "patientGroup": "5d41402abc4b2a76", "by": "ops", "erasedAt": "2026-03-01T08:00:00.250Z"}""");
    }

    @Test
    void labelDeferred() throws Exception {
        Wire.pins(EventExamples.labelDeferred(), """
                {"dataset": "lung", "imageId": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                 "annotator": "reader-2", "reason": "second-opinion", "deferredAt": "2026-03-01T08:00:00.250Z",
                 "withdrawn": false}""");
    }

    @Test
    void labelSubmittedByAnAdjudicatorAndWithAStudy() throws Exception {
        Wire.pins(
                new LabelSubmitted(
                        "lung",
                        EventExamples.IMAGE_ID,
                        "benign",
                        "dr-who",
                        EventExamples.TIME,
                        LabelSubmitted.Role.ADJUDICATOR,
                        null,
                        null),
                """
                {"dataset": "lung", "imageId": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                 "label": "benign", "annotator": "dr-who", "submittedAt": "2026-03-01T08:00:00.250Z",
                 "role": "adjudicator"}""");
        Wire.pins(
                new LabelSubmitted("lung", EventExamples.IMAGE_ID, "benign", "source:study-1", EventExamples.TIME),
                """
                {"dataset": "lung", "imageId": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                 "label": "benign", "annotator": "source:study-1", "submittedAt": "2026-03-01T08:00:00.250Z"}""");
    }

    @Test
    void labelAccepted() throws Exception {
        Wire.pins(EventExamples.labelAccepted(), """
                {"dataset": "lung", "imageId": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                 "standing": "accepted", "reasons": [], "label": "benign", "classIndex": 1, "split": "test",
                 "patientGroup": "5d41402abc4b2a76",
                 "votes": {"reader-2": "benign", "reader-3": "benign", "source:study-1": "malignant"},
                 "occurrences": 2,
                 "checkedAt": "2026-03-01T08:00:00.250Z",
                 "settlement": {"by": ["reader-2"], "role": "reader", "examination": "labels-1",
                   "overruled": ["source:study-1"], "settledAt": "2026-03-01T08:00:00.250Z"},
                 "readings": {"asked": 2, "since": "2026-03-01T08:00:00.250Z", "by": ["reader-2", "reader-3"]}}""");
    }

    @Test
    void readingRequested() throws Exception {
        Wire.pins(EventExamples.readingRequested(), """
                {"dataset": "lung", "imageId": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                 "readers": 2, "requestedAt": "2026-03-01T08:00:00.250Z", "requestedBy": "ops", "withdrawn": false}""");
    }

    @Test
    void labelQuarantined() throws Exception {
        Wire.pins(
                new LabelChecked(
                        "lung",
                        EventExamples.IMAGE_ID,
                        LabelChecked.Standing.QUARANTINED,
                        List.of(
                                LabelChecked.QuarantineReason.UNKNOWN_LABEL,
                                LabelChecked.QuarantineReason.CONFLICTING_LABELS,
                                LabelChecked.QuarantineReason.UNDECLARED_DATASET),
                        null,
                        null,
                        null,
                        null,
                        Map.of(),
                        1,
                        EventExamples.TIME),
                """
                {"dataset": "lung", "imageId": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                 "standing": "quarantined",
                 "reasons": ["unknown-label", "conflicting-labels", "undeclared-dataset"], "votes": {},
                 "occurrences": 1, "checkedAt": "2026-03-01T08:00:00.250Z"}""");
    }

    @Test
    void labelSuspected() throws Exception {
        Wire.pins(EventExamples.labelSuspected(), """
                {"runId": "labels-1", "dataset": "lung", "datasetVersion": "0a1b2c3d4e5f",
                 "imageId": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                 "givenLabel": "benign", "suggestedLabel": "malignant", "score": 0.94, "rank": 1,
                 "evidence": "models that did not see this image give \\"malignant\\" 91 % and \\"benign\\" 6 %",
                 "suspectedAt": "2026-03-01T08:00:00.250Z"}""");
    }

    @Test
    void datasetDeclared() throws Exception {
        Wire.pins(EventExamples.datasetDeclared(), """
                {"dataset": "lung", "labelSet": ["none", "benign", "malignant"],
                 "declaredAt": "2026-03-01T08:00:00.250Z", "synonyms": {"no finding": "none"}}""");
    }

    @Test
    void datasetDeclaredWithoutSynonyms() throws Exception {
        Wire.pins(new DatasetDeclared("lung", EventExamples.LABELS, EventExamples.TIME), """
                {"dataset": "lung", "labelSet": ["none", "benign", "malignant"],
                 "declaredAt": "2026-03-01T08:00:00.250Z"}""");
    }

    @Test
    void datasetFrozen() throws Exception {
        Wire.pins(EventExamples.datasetFrozen(), """
                {"dataset": "lung", "version": "0a1b2c3d4e5f",
                 "contentHash": "0a1b2c3d4e5f0000000000000000000000000000000000000000000000000000",
                 "manifestKey": "lung/0a1b2c3d4e5f/manifest.jsonl", "labelSet": ["none", "benign", "malignant"],
                 "modality": "DX", "shape": {"width": 64, "height": 64, "channels": 1},
                 "classCounts": {"train": [700, 70, 35], "val": [150, 15, 7], "test": [150, 15, 8]},
                 "packs": [
                   {"split": "train", "objectKey": "lung/0a1b2c3d4e5f/packed/train/part-0.npz", "images": 805}],
                 "findings": ["malignant is 23 times rarer than none"], "frozenAt": "2026-03-01T08:00:00.250Z",
                 "window": {"low": 12, "high": 3071,
                   "rule": "from the 0.1th to the 99.9th percentile of the training images"},
                 "imageFindings": [
                   {"code": "near-duplicates-splits",
                    "sentence": "1 pair of images that are nearly the same is in different splits", "number": 2.0,
                    "limit": 4.0, "count": 1,
                    "examples": [["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                      "0000000000000000000000000000000000000000000000000000000000000000"]]},
                   {"code": "shortcut", "sentence": "A shortcut: the station goes with the class", "number": 0.93,
                    "limit": 0.5, "count": 200, "examples": [], "table": {"property": "station",
                      "classes": ["none", "benign"], "rows": [{"value": "XR2", "images": [100, 3]}]}}],
                 "fit": "pad"}""");
    }

    @Test
    void manifestEntry() throws Exception {
        Wire.pins(
                new DatasetFrozen.ManifestEntry(
                        EventExamples.IMAGE_ID, "benign", 1, org.equipoise.common.labels.Split.VALIDATION),
                """
                {"imageId": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "label": "benign",
                 "classIndex": 1, "split": "val"}""");
    }

    @Test
    void manifestEntryOfAKnownPatient() throws Exception {
        Wire.pins(
                new DatasetFrozen.ManifestEntry(
                        EventExamples.IMAGE_ID,
                        "benign",
                        1,
                        org.equipoise.common.labels.Split.VALIDATION,
                        "5d41402abc4b2a76"),
                """
                {"imageId": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "label": "benign",
                 "classIndex": 1, "split": "val", "patientGroup": "5d41402abc4b2a76"}""");
    }
}

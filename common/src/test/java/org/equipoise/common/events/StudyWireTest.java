package org.equipoise.common.events;

import java.util.List;

import org.junit.jupiter.api.Test;

/** The bytes of what happens to a study before anyone looks at its labels. */
class StudyWireTest {

    @Test
    void studyPublished() throws Exception {
        Wire.pins(EventExamples.studyPublished(), """
                {"studyId": "study-1", "dataset": "lung", "modality": "DX", "patientKey": "patient-7",
                 "model": "lung-nodule",
                 "images": [{"objectKey": "study-1/0.png", "label": "benign", "split": "train",
                   "laterality": "L", "bodyPart": "CHEST"}],
                 "publishedAt": "2026-03-01T08:00:00.250Z", "station": "XR2"}""");
    }

    @Test
    void whatTheSourceDoesNotSayIsNotWritten() throws Exception {
        Wire.pins(
                new StudyPublished(
                        "study-1",
                        "lung",
                        "OT",
                        null,
                        null,
                        List.of(new StudyPublished.StudyImage("a.png", null, null)),
                        EventExamples.TIME),
                """
                {"studyId": "study-1", "dataset": "lung", "modality": "OT", "images": [{"objectKey": "a.png"}],
                 "publishedAt": "2026-03-01T08:00:00.250Z"}""");
    }

    @Test
    void imageIngested() throws Exception {
        Wire.pins(EventExamples.imageIngested(), """
                {"dataset": "lung",
                 "imageId": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                 "studyId": "study-1",
                 "objectKey": "lung/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08.png",
                 "sourceKey": "study-1/0.png", "width": 64, "height": 48, "channels": 1, "modality": "DX",
                 "patientGroup": "5d41402abc4b2a76", "split": "val", "imagesInStudy": 2, "model": "lung-nodule",
                 "publishedAt": "2026-03-01T08:00:00.250Z", "ingestedAt": "2026-03-01T08:00:01.250Z",
                 "station": "XR2", "copies": ["study-1/1.png"], "bits": 16,
                 "measures": {"lowest": 0.0123, "highest": 0.5, "entropy": 6.5, "mean": 0.4213, "deviation": 0.2131,
                   "bars": {"top": 0.1, "right": 0.0, "bottom": 0.1, "left": 0.0},
                   "repeated": {"top": 0.0, "right": 0.02, "bottom": 0.0, "left": 0.0},
                   "hash": "c3a5f00d12345678",
                   "thumbnail": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"},
                 "laterality": "L", "bodyPart": "CHEST"}""");
    }

    @Test
    void imageRejected() throws Exception {
        Wire.pins(EventExamples.imageRejected(), """
                {"studyId": "study-1", "dataset": "lung", "sourceKey": "study-1/1.png", "reason": "too-large",
                 "detail": "40000 x 40000 pixels, at most 40000000 are allowed",
                 "rejectedAt": "2026-03-01T08:00:00.250Z"}""");
    }
}

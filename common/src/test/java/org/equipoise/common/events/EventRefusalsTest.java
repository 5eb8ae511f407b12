package org.equipoise.common.events;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** What an event refuses, and the sentence with which it does. */
class EventRefusalsTest {

    private static final String PATIENT = "Jane";

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("refusals")
    void refusalsNameTheFieldAndTheLimitAndNoTextThatWasGiven(
            Record valid, Consumer<ObjectNode> spoil, String message) {
        ObjectNode json = EventCodec.mapper().valueToTree(valid);
        spoil.accept(json);
        byte[] bytes = EventCodec.write(json);

        assertThatThrownBy(() -> EventCodec.read(bytes, valid.getClass()))
                .isInstanceOf(MalformedEventException.class)
                .hasMessage("not a valid " + valid.getClass().getSimpleName() + ": " + message);
    }

    /** Texts, keys and objects everywhere where an event has anything: none of it may get into a log or a header. */
    @ParameterizedTest
    @MethodSource("org.equipoise.common.events.EventExamples#all")
    void whateverAProducerWritesIsNotRepeated(Record valid) {
        ObjectNode json = EventCodec.mapper().valueToTree(valid);
        List<JsonNode> spoilt = new ArrayList<>();
        for (JsonNode patient : patients()) {
            spoil(json, patient, spoilt::add, json);
        }
        assertThat(spoilt).hasSizeGreaterThan(10);
        for (JsonNode event : spoilt) {
            try {
                EventCodec.read(EventCodec.write(event), valid.getClass());
            } catch (MalformedEventException e) {
                assertThat(e).message().doesNotContainIgnoringCase(PATIENT);
            }
        }
    }

    private static List<JsonNode> patients() {
        ObjectMapper json = EventCodec.mapper();
        String name = "\"Doe's\", '" + PATIENT + "' \n(1980)";
        return List.of(
                json.getNodeFactory().textNode(name),
                json.createObjectNode().put(name, name),
                json.createObjectNode().putNull(name),
                json.createArrayNode().add(name).add(name),
                json.createArrayNode().add(json.createObjectNode().put(name, 1)));
    }

    /** Puts it in the place of each value in turn, however deep, and beside each as another field. */
    private static void spoil(JsonNode node, JsonNode patient, Consumer<JsonNode> spoilt, JsonNode whole) {
        if (node instanceof ObjectNode object) {
            for (String field : fields(object)) {
                JsonNode valid = object.get(field);
                object.set(field, patient);
                spoilt.accept(whole.deepCopy());
                object.set(field, valid);
                spoil(valid, patient, spoilt, whole);
            }
            object.set(PATIENT, patient);
            spoilt.accept(whole.deepCopy());
            object.remove(PATIENT);
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                JsonNode valid = array.get(i);
                array.set(i, patient);
                spoilt.accept(whole.deepCopy());
                array.set(i, valid);
                spoil(valid, patient, spoilt, whole);
            }
        }
    }

    private static List<String> fields(ObjectNode object) {
        List<String> fields = new ArrayList<>();
        object.fieldNames().forEachRemaining(fields::add);
        return fields;
    }

    static Stream<Arguments> refusals() {
        return Stream.of(studies(), labels(), suspects(), datasets(), runs(), models(), diagnoses(), watching())
                .flatMap(refusals -> refusals);
    }

    private static Stream<Arguments> studies() {
        var study = EventExamples.studyPublished();
        var image = EventExamples.imageIngested();
        return Stream.of(
                refusal(study, e -> e.put("studyId", " "), "studyId must have 1 to 1024 characters, got blanks only"),
                refusal(
                        study,
                        e -> e.put("dataset", "Lung/../x"),
                        "dataset must match [a-z0-9][a-z0-9._-]{0,62}, got 9 characters"),
                refusal(study, e -> e.put("model", "A"), "model must match [a-z0-9][a-z0-9._-]{0,62}, got 1 character"),
                refusal(study, e -> e.putArray("images"), "number of images must be at least 1, got 0"),
                refusal(study, e -> e.putArray("images").addNull(), "images[0] is missing"),
                refusal(study, e -> e.putArray("images").addObject(), "images[0]: objectKey is missing"),
                refusal(
                        study,
                        e -> e.put("studyId", "s".repeat(1025)),
                        "studyId must have 1 to 1024 characters, got 1025 characters"),
                refusal(image, e -> e.put("imageId", "abc"), "imageId must be 64 hex digits, got 3 characters"),
                refusal(image, e -> e.put("width", 0), "width must be at least 1, got 0"),
                refusal(image, e -> e.put("height", -1), "height must be at least 1, got -1"),
                refusal(image, e -> e.put("channels", 2), "channels must be 1 or 3, got 2"),
                refusal(image, e -> e.putArray("copies"), "number of copies must be at least 1, got 0"),
                refusal(
                        image,
                        e -> e.putArray("copies").add(""),
                        "copies must have 1 to 1024 characters, got blanks only"),
                refusal(image, e -> e.put("imagesInStudy", 0), "imagesInStudy must be at least 1, got 0"),
                refusal(
                        EventExamples.studyPublished(),
                        e -> e.put("station", "Dr. Who, and his patient"),
                        "station must match [\\p{L}\\p{N}][\\p{L}\\p{N} ._/()#+-]{0,31}, got 24 characters"),
                refusal(
                        EventExamples.imageIngested(),
                        e -> e.put("station", ""),
                        "station must match [\\p{L}\\p{N}][\\p{L}\\p{N} ._/()#+-]{0,31}, got 0 characters"),
                refusal(
                        EventExamples.imageIngested(),
                        e -> e.put("laterality", "left"),
                        "laterality must be one of R, L, U, B, got 4 characters"),
                refusal(
                        EventExamples.studyPublished(),
                        e -> ((ObjectNode) e.withArray("images").get(0)).put("bodyPart", "A".repeat(65)),
                        "images[0]: bodyPart must have at most 64 characters, got 65"),
                refusal(
                        EventExamples.imageIngested(),
                        e -> e.put("bodyPart", "Who, John"),
                        "bodyPart must match [A-Z]{2,16}, got 9 characters"),
                refusal(EventExamples.imageRejected(), e -> e.remove("reason"), "reason is missing"));
    }

    private static Stream<Arguments> labels() {
        var accepted = EventExamples.labelAccepted();
        return Stream.of(
                refusal(
                        EventExamples.labelSubmitted(),
                        e -> e.put("annotator", ""),
                        "annotator must have 1 to 1024 characters, got blanks only"),
                refusal(
                        EventExamples.labelSubmitted(),
                        e -> e.put("annotator", "source:study-1"),
                        "a label that came with a study has no role, got reader"),
                refusal(EventExamples.labelSubmitted(), e -> e.remove("role"), "examination without a role"),
                refusal(EventExamples.labelDeferred(), e -> e.remove("reason"), "reason is missing"),
                refusal(
                        EventExamples.imageErased(),
                        e -> e.put("by", ""),
                        "by must have 1 to 1024 characters, got blanks only"),
                refusal(
                        EventExamples.imageErased(),
                        e -> e.put("patientGroup", "Jane"),
                        "patientGroup must be 8 to 64 hex digits, got 4 characters"),
                refusal(
                        EventExamples.labelDeferred(),
                        e -> e.put("annotator", ""),
                        "annotator must have 1 to 1024 characters, got blanks only"),
                refusal(
                        EventExamples.labelSubmitted(),
                        e -> e.put("examination", "Run 1"),
                        "examination must match [a-z0-9][a-z0-9._-]{0,62}, got 5 characters"),
                refusal(
                        accepted,
                        e -> e.withObject("settlement").putArray("by"),
                        "settlement: number of by must be at least 1, got 0"),
                refusal(accepted, e -> e.withObject("settlement").remove("role"), "settlement: role is missing"),
                refusal(
                        accepted,
                        e -> e.withObject("settlement").putArray("overruled").add("nobody"),
                        "settlement names an annotator who has no vote"),
                refusal(
                        accepted,
                        e -> e.withObject("readings").putArray("by").add("nobody"),
                        "readings names an annotator who has no vote"),
                refusal(
                        accepted,
                        e -> e.withObject("readings").put("asked", 6),
                        "readings: readers must be 2 to 5, got 6"),
                refusal(EventExamples.readingRequested(), e -> e.put("readers", 1), "readers must be 2 to 5, got 1"),
                refusal(EventExamples.readingRequested(), e -> e.remove("requestedBy"), "requestedBy is missing"),
                refusal(accepted, e -> e.put("occurrences", 0), "occurrences must be at least 1, got 0"),
                refusal(accepted, e -> e.remove("label"), "accepted without label, classIndex or split"),
                refusal(accepted, e -> e.remove("classIndex"), "accepted without label, classIndex or split"),
                refusal(accepted, e -> e.remove("split"), "accepted without label, classIndex or split"),
                refusal(
                        accepted,
                        e -> e.putArray("reasons").add("unknown-label"),
                        "ACCEPTED with the reasons [UNKNOWN_LABEL]"),
                refusal(accepted, e -> e.put("standing", "quarantined"), "QUARANTINED with the reasons []"),
                refusal(
                        accepted,
                        e -> e.putObject("votes").putNull("reader-2"),
                        "votes: the value of a key of 8 characters is missing"));
    }

    private static Stream<Arguments> suspects() {
        var suspected = EventExamples.labelSuspected();
        return Stream.of(
                refusal(
                        suspected,
                        e -> e.put("runId", "Run 1"),
                        "runId must match [a-z0-9][a-z0-9._-]{0,62}, got 5 characters"),
                refusal(suspected, e -> e.put("imageId", "abc"), "imageId must be 64 hex digits, got 3 characters"),
                refusal(
                        suspected,
                        e -> e.put("suggestedLabel", "benign"),
                        "suggestedLabel must differ from givenLabel, both have the same 6 characters"),
                refusal(suspected, e -> e.put("score", 1.01), "score must be in [0, 1], got 1.01"),
                refusal(suspected, e -> e.put("score", -0.5), "score must be in [0, 1], got -0.5"),
                refusal(suspected, e -> e.put("rank", 0), "rank must be at least 1, got 0"),
                refusal(
                        suspected,
                        e -> e.put("evidence", ""),
                        "evidence must have 1 to 1024 characters, got blanks only"),
                refusal(suspected, e -> e.remove("suspectedAt"), "suspectedAt is missing"));
    }

    private static Stream<Arguments> datasets() {
        var frozen = EventExamples.datasetFrozen();
        return Stream.of(
                refusal(
                        EventExamples.datasetDeclared(),
                        e -> e.putObject("synonyms").put("benign", "none"),
                        "a synonym is a class itself: class 1"),
                refusal(
                        EventExamples.datasetDeclared(),
                        e -> e.putObject("synonyms").put("NORMAL", "normal"),
                        "a synonym stands for a name of 6 characters, which is not in the label set"),
                refusal(
                        EventExamples.datasetDeclared(),
                        e -> e.putObject("synonyms").put(" ", "none"),
                        "synonym must have 1 to 1024 characters, got blanks only"),
                refusal(
                        EventExamples.datasetDeclared(),
                        e -> IntStream.range(0, 1001)
                                .forEach(i -> e.withObject("synonyms").put("name " + i, "none")),
                        "synonyms must be at most 1000, got 1002"),
                refusal(
                        EventExamples.datasetDeclared(),
                        e -> IntStream.range(0, 65)
                                .forEach(i -> e.withObject("synonyms").put(i + "x".repeat(1020), "none")),
                        "synonyms must have at most 65536 characters together, got 66430"),
                refusal(
                        EventExamples.datasetDeclared(),
                        e -> e.putArray("labelSet").add("only"),
                        "labelSet: need at least two classes, got 1"),
                refusal(
                        EventExamples.datasetDeclared(),
                        e -> e.putArray("labelSet").add("a").add("a"),
                        "labelSet: class names repeat: class 1 is named as class 0"),
                refusal(frozen, e -> e.putObject("classCounts").putNull("val"), "classCounts[val] is missing"),
                refusal(
                        frozen,
                        e -> e.withObject("shape").put("width", 7),
                        "shape: input sides must be 8 to 1024 pixels, got 7 x 64"),
                refusal(
                        frozen,
                        e -> ((ObjectNode) e.withArray("packs").get(0)).put("images", -1),
                        "packs[0]: images must be at least 0, got -1"),
                refusal(
                        new DatasetFrozen.ManifestEntry(
                                EventExamples.IMAGE_ID, "benign", 1, org.equipoise.common.labels.Split.TEST),
                        e -> e.put("classIndex", -1),
                        "classIndex must be at least 0, got -1"),
                refusal(
                        new DatasetFrozen.ManifestEntry(
                                EventExamples.IMAGE_ID, "benign", 1, org.equipoise.common.labels.Split.TEST),
                        e -> e.put("patientGroup", "Doe^Jane"),
                        "patientGroup must be 8 to 64 hex digits, got 8 characters"));
    }

    private static Stream<Arguments> runs() {
        var shard = EventExamples.shardRequested();
        return Stream.of(
                refusal(shard, e -> e.put("epoch", -1), "epoch must be at least 0, got -1"),
                refusal(shard, e -> e.put("shard", -1), "shard must be at least 0, got -1"),
                refusal(shard, e -> e.put("imagesPerShard", 0), "imagesPerShard must be at least 1, got 0"),
                refusal(shard, e -> e.put("imagesPerShard", 65537), "imagesPerShard must be at most 65536, got 65537"),
                refusal(shard, e -> e.putArray("classWeights").addNull(), "classWeights[0] is missing"),
                refusal(
                        shard,
                        e -> e.withObject("augmentation").put("rotationDegrees", 181),
                        "augmentation: rotationDegrees must be in [0, 180.0], got 181.0"),
                refusal(
                        shard,
                        e -> e.withObject("augmentation").put("zoomFraction", 0.6),
                        "augmentation: zoomFraction must be in [0, 0.5], got 0.6"),
                refusal(
                        shard,
                        e -> e.withObject("augmentation").put("translationFraction", -0.1),
                        "augmentation: translationFraction must be in [0, 0.5], got -0.1"),
                refusal(
                        shard,
                        e -> e.withObject("augmentation").put("gainFraction", 0.7),
                        "augmentation: gainFraction must be in [0, 0.5], got 0.7"),
                refusal(
                        shard,
                        e -> e.withObject("augmentation").put("biasFraction", -0.2),
                        "augmentation: biasFraction must be in [0, 0.5], got -0.2"),
                refusal(
                        shard,
                        e -> e.withObject("augmentation").put("elasticFraction", 0.07),
                        "augmentation: elasticFraction must be in [0, 0.06], got 0.07"),
                refusal(
                        shard,
                        e -> e.withObject("augmentation").put("cutoutFraction", 0.3),
                        "augmentation: cutoutFraction must be in [0, 0.25], got 0.3"),
                refusal(
                        shard,
                        e -> e.put("sampling", "minority-quota").put("mostRepeats", 5),
                        "minorityShare is missing, and the sampling MINORITY_QUOTA reads it"),
                refusal(shard, e -> e.put("minorityShare", 0), "minorityShare must be in (0, 0.5], got 0.0"),
                refusal(shard, e -> e.put("mostRepeats", 0), "mostRepeats must be at least 1, got 0"),
                refusal(
                        shard,
                        e -> e.put("effectiveNumberBeta", 1),
                        "effectiveNumberBeta must be in [0, 0.99999], got 1.0"),
                refusal(EventExamples.shardReady(), e -> e.put("images", 0), "images must be at least 1, got 0"),
                refusal(
                        EventExamples.shardReady(),
                        e -> e.put("refusal", ""),
                        "refusal must have 1 to 1024 characters, got blanks only"),
                refusal(
                        EventExamples.trainingRequested(),
                        e -> e.put("recipe", "no such"),
                        "recipe must match [a-z0-9][a-z0-9._-]{0,62}, got 7 characters"),
                refusal(
                        EventExamples.trainingRequested(),
                        e -> e.put("repairs", "no such"),
                        "repairs must match [a-z0-9][a-z0-9._-]{0,62}, got 7 characters"),
                refusal(
                        EventExamples.diagnosisMade(),
                        e -> e.putObject("repair")
                                .put("runId", "run-2")
                                .put("sentence", "Trained.")
                                .put("after", 1.5)
                                .put("repaired", true),
                        "repair: after must be in [0, 1], got 1.5"),
                refusal(EventExamples.trainingProgressed(), e -> e.remove("phase"), "phase is missing"),
                refusal(
                        EventExamples.trainingProgressed(),
                        e -> e.withObject("telemetry").remove("recalls"),
                        "telemetry: recalls is missing"),
                refusal(
                        EventExamples.trainingProgressed(),
                        e -> e.putObject("steps")
                                .put("step", 0)
                                .put("loss", 1.0)
                                .put("learningRate", 0.1)
                                .put("gradientNorm", 1.0)
                                .put("imagesPerSecond", 1.0),
                        "steps: step must be at least 1, got 0"),
                refusal(
                        EventExamples.trainingProgressed(),
                        e -> e.put("phase", "failed")
                                .putObject("steps")
                                .put("step", 1)
                                .put("loss", 1.0)
                                .put("learningRate", 0.1)
                                .put("gradientNorm", 1.0)
                                .put("imagesPerSecond", 1.0),
                        "steps belong to the phase EPOCH, got FAILED"),
                refusal(
                        EventExamples.trainingProgressed(),
                        e -> e.withObject("telemetry").withObject("inside").put("recallGap", 1.5),
                        "telemetry.inside: recallGap must be in [-1, 1], got 1.5"),
                refusal(
                        EventExamples.trainingProgressed(),
                        e -> e.withObject("telemetry")
                                .withObject("inside")
                                .putArray("withoutImages")
                                .addNull(),
                        "telemetry.inside: withoutImages[0] is missing"));
    }

    private static Stream<Arguments> diagnoses() {
        var requested = EventExamples.diagnosisRequested();
        return Stream.of(
                refusal(requested, e -> e.put("minutes", -0.5), "minutes must be in [0, 1440.0], got -0.5"),
                refusal(requested, e -> e.put("minutes", 1441), "minutes must be in [0, 1440.0], got 1441.0"),
                refusal(
                        requested,
                        e -> e.put("requestId", "a/b"),
                        "requestId must match [a-z0-9][a-z0-9._-]{0,62}, got 3 characters"),
                refusal(
                        requested,
                        e -> e.put("runId", "Run 1"),
                        "runId must match [a-z0-9][a-z0-9._-]{0,62}, got 5 characters"),
                refusal(
                        requested,
                        e -> e.put("version", ""),
                        "version must have 1 to 1024 characters, got blanks only"),
                refusal(requested, e -> e.remove("model"), "model is missing"),
                refusal(requested, e -> e.remove("requestedAt"), "requestedAt is missing"),
                refusal(
                        EventExamples.diagnosisMade(),
                        e -> e.put("alertId", " "),
                        "alertId must have 1 to 1024 characters, got blanks only"));
    }

    private static Stream<Arguments> models() {
        var decided = EventExamples.modelDecided();
        return Stream.of(
                refusal(EventExamples.modelTrained(), e -> e.put("epochs", -1), "epochs must be at least 0, got -1"),
                refusal(EventExamples.modelTrained(), e -> e.remove("test"), "test is missing"),
                refusal(
                        decided,
                        e -> ((ObjectNode) e.withArray("checks").get(0)).remove("explanation"),
                        "checks[0]: explanation is missing"),
                refusal(decided, e -> e.withObject("champion").remove("reference"), "champion: reference is missing"),
                refusal(
                        decided,
                        e -> e.put("version", "another"),
                        "version another is promoted, so it must be the champion, got a1b2c3d4e5f6"),
                refusal(
                        decided,
                        e -> e.remove("champion"),
                        "version a1b2c3d4e5f6 is promoted, so it must be the champion, got none"),
                refusal(
                        decided,
                        e -> e.put("outcome", "held"),
                        "version a1b2c3d4e5f6 is held, so there must be no champion, got a1b2c3d4e5f6"),
                refusal(
                        decided,
                        e -> e.put("outcome", "rolled-back").remove("champion"),
                        "version a1b2c3d4e5f6 is rolled back, so the champion that serves again must be there"),
                refusal(
                        decided,
                        e -> e.withObject("champion")
                                .putArray("labelSet")
                                .add("a")
                                .add("b"),
                        "champion: reference has 3 shares for 2 labels"),
                refusal(
                        decided,
                        e -> e.withObject("champion")
                                .withObject("reference")
                                .putArray("prevalence")
                                .add(0.7)
                                .add(0.2),
                        "champion.reference: prevalence [0.7, 0.2] of 3 classes sums to 0.8999999999999999, expected 1"
                                + " ± 1.0E-6"),
                refusal(
                        decided,
                        e -> e.withObject("champion")
                                .withObject("reference")
                                .putArray("confusion")
                                .add(EventCodec.mapper()
                                        .createArrayNode()
                                        .add(1)
                                        .add(2)
                                        .add(3)),
                        "champion.reference: confusion must have 3 rows of 3 counts of at least 0, got [[1, 2, 3]]"),
                refusal(EventExamples.canariesReplayed(), e -> e.put("equalInputs", 17), "17 equal inputs of 16"),
                refusal(
                        EventExamples.canariesReplayed(),
                        e -> ((ObjectNode) e.withArray("classes").get(1)).put("right", 9),
                        "classes[1]: 9 and 7 right of 8 shown"),
                refusal(
                        EventExamples.canariesReplayed(),
                        e -> ((ObjectNode) e.withArray("classes").get(1).get("tested")).put("right", 61),
                        "classes[1].tested: 61 right of 60 images"),
                refusal(
                        EventExamples.canariesReplayed(),
                        e -> ((ObjectNode) e.withArray("classes").get(1)).put("className", "none"),
                        "classes[1] has the name of an earlier one"),
                refusal(
                        EventExamples.canariesReplayed(),
                        e -> ((ObjectNode) e.withArray("classes").get(1)).put("shown", 1993),
                        "2001 canaries were shown, at most 2000 may be"),
                refusal(
                        EventExamples.canariesReplayed(),
                        e -> e.put("speaksUntil", "2026-03-01T07:00:00Z"),
                        "speaksUntil 2026-03-01T07:00:00Z is before replayedAt 2026-03-01T08:00:00.250Z"),
                reference(
                        List.of(0.8, 0.12, 0.08),
                        List.of(0.75, 0.09),
                        List.of(0.85, 0.17, 0.12),
                        "need shares and bounds of the same two or more"
                                + " classes, got [0.8, 0.12, 0.08], [0.75, 0.09], [0.85, 0.17, 0.12]"),
                reference(
                        List.of(0.8, 0.2),
                        List.of(0.81, 0.1),
                        List.of(0.9, 0.3),
                        "share 0.8 of class 0 is outside [0.81, 0.9]"),
                reference(
                        List.of(0.5, 0.25),
                        List.of(0.1, 0.1),
                        List.of(0.9, 0.9),
                        "shares sum to 0.75, expected 1 ± 1.0E-6"),
                reference(
                        List.of(0.5, 0.5),
                        List.of(0.1, 0.1),
                        List.of(0.9, 1.1),
                        "upperBounds[1] must be in [0, 1], got 1.1"));
    }

    private static Arguments reference(
            List<Double> shares, List<Double> lowerBounds, List<Double> upperBounds, String message) {
        return refusal(
                EventExamples.modelDecided(),
                e -> e.withObject("champion")
                        .set(
                                "reference",
                                EventCodec.mapper()
                                        .valueToTree(Map.of(
                                                "shares",
                                                shares,
                                                "lowerBounds",
                                                lowerBounds,
                                                "upperBounds",
                                                upperBounds,
                                                "images",
                                                10))),
                "champion.reference: " + message);
    }

    private static Stream<Arguments> watching() {
        var prediction = EventExamples.predictionMade();
        var alert = EventExamples.alertChanged();
        var silence = EventExamples.alertsSilenced();
        return Stream.of(
                refusal(prediction, e -> e.putArray("labels").add("a"), "number of labels must be at least 2, got 1"),
                refusal(prediction, e -> e.putArray("probabilities").add(1.0), "1 probabilities for 3 labels"),
                refusal(
                        prediction,
                        e -> e.putArray("probabilities").add(1.5).add(0).add(0),
                        "probabilities[0] must be in [0, 1], got 1.5"),
                refusal(
                        prediction,
                        e -> e.putArray("probabilities").add("NaN").add(0).add(0),
                        "probabilities[0] must be in [0, 1], got NaN"),
                refusal(
                        prediction,
                        e -> e.putArray("probabilities").add(0.5).add(0.25).add(0.125),
                        "probabilities sum to 0.875, expected 1 ± 1.0E-4"),
                refusal(prediction, e -> e.put("imagesInStudy", 0), "imagesInStudy must be at least 1, got 0"),
                refusal(alert, e -> e.put("share", 1.01), "share must be in [0, 1], got 1.01"),
                refusal(alert, e -> e.put("healthyShare", -0.01), "healthyShare must be in [0, 1], got -0.01"),
                refusal(alert, e -> e.put("classIndex", -1), "classIndex must be at least 0, got -1"),
                refusal(alert, e -> e.remove("since"), "since is missing"),
                refusal(alert, e -> e.putArray("evidence").addNull(), "evidence[0] is missing"),
                refusal(alert, e -> e.putObject("diagnosis").put("sentence", "s"), "diagnosis: diagnosisId is missing"),
                refusal(
                        alert,
                        e -> e.putObject("diagnosis").put("diagnosisId", "d").put("sentence", "x".repeat(1025)),
                        "diagnosis: sentence must have 1 to 1024 characters, got 1025 characters"),
                refusal(silence, e -> e.put("reason", ""), "reason must have 1 to 1024 characters, got blanks only"),
                refusal(
                        silence,
                        e -> e.put("until", "2026-03-01T08:00:00.250Z"),
                        "until must be after from (2026-03-01T08:00:00.250Z) by at most 30 days, got"
                                + " 2026-03-01T08:00:00.250Z"),
                refusal(
                        silence,
                        e -> e.put("until", "2026-03-31T08:00:00.251Z"),
                        "until must be after from (2026-03-01T08:00:00.250Z) by at most 30 days, got"
                                + " 2026-03-31T08:00:00.251Z"));
    }

    private static Arguments refusal(Record valid, Consumer<ObjectNode> spoil, String message) {
        return arguments(org.junit.jupiter.api.Named.of(valid.getClass().getSimpleName(), valid), spoil, message);
    }
}

package org.equipoise.common.messaging;

import java.nio.charset.StandardCharsets;

import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.events.EventExamples;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.ShardReady;
import org.equipoise.common.events.StudyPublished;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EventCodecTest {

    private static final String READY = """
            {"runId": "run-1", "epoch": 3, "shard": 0, "objectKey": "run-1/3/0.npz", "images": 512,
             "readyAt": "2026-03-01T08:00:00.250Z"}""";

    @ParameterizedTest
    @MethodSource("org.equipoise.common.events.EventExamples#all")
    void everyEventReadsBackAsItWasWritten(Record event) throws Exception {
        Object read = EventCodec.read(EventCodec.write(event), event.getClass());

        assertThat(read).isEqualTo(event);
    }

    @ParameterizedTest
    @MethodSource("org.equipoise.common.events.EventExamples#all")
    void aFieldThatIsNotKnownYetIsSkipped(Record event) throws Exception {
        String json = new String(EventCodec.write(event), StandardCharsets.UTF_8);
        String newer = json.replaceFirst("\\{", "{\"addedLater\":{\"a\":[1,2]},");

        Object read = EventCodec.read(newer.getBytes(StandardCharsets.UTF_8), event.getClass());

        assertThat(read).isEqualTo(event);
    }

    @ParameterizedTest
    @MethodSource("org.equipoise.common.events.EventExamples#all")
    void anObjectWithoutFieldsNamesAFieldThatIsMissing(Record event) {
        assertThatThrownBy(() -> read("{}", event.getClass()))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageMatching("not a valid " + event.getClass().getSimpleName() + ": [a-zA-Z]+.* .*missing.*");
    }

    @Test
    void noBytesAreNoEvent() {
        assertThatThrownBy(() -> EventCodec.read(new byte[0], ShardReady.class))
                .isInstanceOf(MalformedEventException.class)
                .hasMessage("empty record, expected ShardReady");
        assertThatThrownBy(() -> EventCodec.read(null, ShardReady.class))
                .isInstanceOf(MalformedEventException.class)
                .hasMessage("empty record, expected ShardReady");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "null | JSON null, expected ShardReady",
                "[] | not a valid ShardReady: JSON array, expected ShardReady",
                "17 | not a valid ShardReady: JSON number (17), expected ShardReady",
                "\"text\" | not a valid ShardReady: JSON string (4 characters), expected ShardReady",
                "{ | not a valid ShardReady: Unexpected end-of-input*",
                "{\"runId\": | not a valid ShardReady: Unexpected end-of-input*",
                "hello | not a valid ShardReady: not JSON: an unknown token of 5 characters"
            })
    void whatIsNoObjectSaysWhatItIs(String json, String message) {
        assertThatThrownBy(() -> read(json, ShardReady.class))
                .isInstanceOf(MalformedEventException.class)
                .message()
                .matches(given -> given.matches(glob(message)), message);
    }

    /** A body of a request is often a record inside of the class that answers it. */
    private record Nested(int side) {}

    @Test
    void ofANestedClassOnlyItsOwnNameIsSaid() {
        assertThatThrownBy(() -> EventCodec.read("[1]".getBytes(StandardCharsets.UTF_8), Nested.class))
                .hasMessage("not a valid Nested: JSON array, expected Nested");
    }

    @Test
    void whatFollowsTheEventIsRefused() {
        assertThatThrownBy(() -> read(READY + " {}", ShardReady.class))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageStartingWith("not a valid ShardReady: Trailing token");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"images\": 512 | \"images\": null | images: missing or null, expected int",
                "\"images\": 512, | `` | images: missing or null, expected int",
                "\"images\": 512 | \"images\": 1.5 | images: *1.5*",
                "\"images\": 512 | \"images\": \"512\" | images: a text of 3 characters, expected int",
                "\"images\": 512 | \"images\": 5000000000 | images: *5000000000*out of range*",
                "\"objectKey\": \"run-1/3/0.npz\" | \"objectKey\": null | objectKey is missing",
                "\"objectKey\": \"run-1/3/0.npz\" | \"objectKey\": {} | objectKey: JSON object, expected String",
                "2026-03-01T08:00:00.250Z | yesterday | readyAt: a text of 9 characters, expected Instant"
            })
    void aFieldOfTheWrongKindIsNamedWithItsValueIfThatIsANumber(String valid, String spoilt, String message) {
        assertThatThrownBy(() -> read(READY.replace(valid, spoilt), ShardReady.class))
                .isInstanceOf(MalformedEventException.class)
                .message()
                .startsWith("not a valid ShardReady: ")
                .matches(given -> given.matches(".*: " + glob(message)), message);
    }

    @Test
    void aSplitIsANameAndNotANumber() {
        assertThatThrownBy(() -> read(
                        new String(EventCodec.write(EventExamples.imageIngested()), StandardCharsets.UTF_8)
                                .replace("\"val\"", "0"),
                        ImageIngested.class))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageStartingWith("not a valid ImageIngested: split: ");
    }

    /** Where a name was put in the wrong column. */
    @Test
    void aSplitThatIsNoneIsToldByItsLengthAndWhatItMayBe() {
        assertThatThrownBy(() -> read(
                        new String(EventCodec.write(EventExamples.imageIngested()), StandardCharsets.UTF_8)
                                .replace("\"val\"", "\"Jane Doe\""),
                        ImageIngested.class))
                .hasMessage("not a valid ImageIngested: split: unknown value of 8 characters, expected one of train,"
                        + " val, test");
    }

    @Test
    void aMissingElementDeepInsideIsFoundByItsPath() {
        assertThatThrownBy(() -> read("""
                        {"dataset": "lung", "labelSet": ["none", null], "declaredAt": "2026-03-01T08:00:00Z"}""", DatasetDeclared.class))
                .isInstanceOf(MalformedEventException.class)
                .hasMessage("not a valid DatasetDeclared: labelSet: a value is missing");
    }

    /** The reason goes into a header and a log: it must not carry a record along. */
    @ParameterizedTest
    @CsvSource({"'{\"studyId\": ', ''", "'', ''", "'{\"publishedAt\": \"', '\"}'", "'{\"images\": \"', '\"}'"})
    void theReasonIsOneShortLineHoweverLargeTheRecord(String before, String after) {
        String payload = before + "secret\\n".repeat(50_000) + after;

        assertThatThrownBy(() -> read(payload, StudyPublished.class))
                .isInstanceOf(MalformedEventException.class)
                .message()
                .hasSizeLessThan(700)
                .doesNotContain("\n");
    }

    private static String glob(String message) {
        return java.util.Arrays.stream(message.split("\\*", -1))
                .map(part -> part.isEmpty() ? "" : java.util.regex.Pattern.quote(part))
                .collect(java.util.stream.Collectors.joining(".*"));
    }

    private static <T> T read(String json, Class<T> type) throws MalformedEventException {
        return EventCodec.read(json.getBytes(StandardCharsets.UTF_8), type);
    }
}

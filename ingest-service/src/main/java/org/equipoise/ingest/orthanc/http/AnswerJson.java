package org.equipoise.ingest.orthanc.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import org.equipoise.ingest.orthanc.AnswerException;
import org.equipoise.ingest.orthanc.Change;
import org.equipoise.ingest.orthanc.ChangePage;
import org.equipoise.ingest.orthanc.Orthanc.ParentStudy;

/**
 * Orthanc's JSON, read as it arrives: of what is not needed nothing is kept, and no depth, name or text is without a
 * limit. Numbers, texts and truth values are what they have to be, or the answer is none.
 */
final class AnswerJson {

    private static final int DEPTH = 16;
    private static final int TEXT = 4096;
    private static final int DIGITS = 20;

    private final JsonFactory factory = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH)
                    .maxStringLength(TEXT)
                    .maxNameLength(TEXT)
                    .maxNumberLength(DIGITS)
                    .build())
            .build();

    /** Reads the value of a field; the parser stands on its first token, and has to stand on its last afterwards. */
    private interface FieldReading {
        void from(JsonParser json) throws IOException;
    }

    private interface AnswerReading<T> {
        T from(JsonParser json) throws IOException;
    }

    /** What {@code /changes} answers. */
    record Log(ChangePage page, long last) {}

    /** @param most changes; more are an answer to another question */
    Log log(InputStream in, int most) throws IOException {
        return read(in, json -> {
            List<Change> changes = new ArrayList<>();
            var done = new boolean[1];
            var last = new long[] {-1};
            object(
                    json,
                    Map.of(
                            "Changes", field -> elements(field, most, element -> add(change(element), changes, most)),
                            "Done", field -> done[0] = truth(field),
                            "Last", field -> last[0] = number(field)));
            if (last[0] < 0) {
                throw malformed();
            }
            return new Log(new ChangePage(changes, done[0]), last[0]);
        });
    }

    /** The name may be there again: together they are no more. */
    private static void add(Change change, List<Change> changes, int most) throws AnswerException {
        if (changes.size() >= most) {
            throw tooMany(most);
        }
        changes.add(change);
    }

    private static Change change(JsonParser json) throws IOException {
        var seq = new long[1];
        var texts = new String[] {"", "", ""};
        object(
                json,
                Map.of(
                        "Seq", field -> seq[0] = number(field),
                        "Date", field -> texts[0] = text(field),
                        "ChangeType", field -> texts[1] = text(field),
                        "ID", field -> texts[2] = text(field)));
        return Change.of(seq[0], texts[0], texts[1], texts[2]);
    }

    /** The names of a list of resources, or of names alone. */
    List<String> ids(InputStream in, int most) throws IOException {
        return read(in, json -> {
            List<String> ids = new ArrayList<>();
            elements(json, most, element -> {
                var id = new String[] {""};
                if (element.currentToken() == JsonToken.VALUE_STRING) {
                    id[0] = text(element);
                } else {
                    object(element, Map.of("ID", field -> id[0] = text(field)));
                }
                ids.add(Change.checkedId(id[0]));
            });
            return List.copyOf(ids);
        });
    }

    ParentStudy study(InputStream in) throws IOException {
        return read(in, json -> {
            var id = new String[] {""};
            var stable = new boolean[1];
            object(json, Map.of("ID", field -> id[0] = text(field), "IsStable", field -> stable[0] = truth(field)));
            return new ParentStudy(Change.checkedId(id[0]), stable[0]);
        });
    }

    private <T> T read(InputStream in, AnswerReading<T> reading) throws IOException {
        try (JsonParser json = factory.createParser(in)) {
            json.nextToken();
            return reading.from(json);
        } catch (JsonProcessingException e) {
            // Without the cause: it quotes the answer.
            throw malformed();
        }
    }

    private static void object(JsonParser json, Map<String, FieldReading> fields) throws IOException {
        expect(json, JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            FieldReading field = fields.get(json.currentName());
            json.nextToken();
            if (field == null) {
                json.skipChildren();
            } else {
                field.from(json);
            }
        }
        expect(json, JsonToken.END_OBJECT);
    }

    private static void elements(JsonParser json, int most, FieldReading element) throws IOException {
        expect(json, JsonToken.START_ARRAY);
        int count = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (++count > most) {
                throw tooMany(most);
            }
            element.from(json);
        }
    }

    private static long number(JsonParser json) throws IOException {
        expect(json, JsonToken.VALUE_NUMBER_INT);
        return json.getLongValue();
    }

    private static String text(JsonParser json) throws IOException {
        expect(json, JsonToken.VALUE_STRING);
        return json.getText();
    }

    private static boolean truth(JsonParser json) throws AnswerException {
        if (json.currentToken() != JsonToken.VALUE_TRUE) {
            expect(json, JsonToken.VALUE_FALSE);
        }
        return json.currentToken() == JsonToken.VALUE_TRUE;
    }

    private static void expect(JsonParser json, JsonToken token) throws AnswerException {
        if (json.currentToken() != token) {
            throw malformed();
        }
    }

    private static AnswerException tooMany(int most) {
        return new AnswerException("the answer has a list of more than " + most);
    }

    private static AnswerException malformed() {
        return new AnswerException("the answer is no JSON of the form that was expected");
    }
}

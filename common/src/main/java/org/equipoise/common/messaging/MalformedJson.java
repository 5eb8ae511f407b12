package org.equipoise.common.messaging;

import java.io.IOException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import org.jspecify.annotations.Nullable;

/**
 * Why bytes could not be read, for the header of a dead letter: one line with the field, the value and the rule. It is
 * cut off, because a refused value may be as long as the record, and the record is kept beside it anyway.
 */
final class MalformedJson {

    private static final int MAX_LENGTH = 300;

    private static final Pattern PACKAGE = Pattern.compile("\\b(?:java|org\\.equipoise)\\.(?:[a-z]+\\.)*(?=[A-Z])");
    private static final Pattern JACKSON_NULL = Pattern.compile("^Cannot map `null` into type `(\\w+)`.*$");

    private MalformedJson() {}

    static String explain(IOException e) {
        return where(e) + shorten(what(e).replaceAll("\\s+", " ").strip());
    }

    private static String what(IOException e) {
        if (e instanceof ValueInstantiationException refused && refused.getCause() != null) {
            // The record's own check speaks better than Jackson's sentence about its constructor.
            return orElse(refused.getCause().getMessage(), "a value is missing");
        }
        String message = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
        String said = orElse(message, e.getClass().getSimpleName());
        return JACKSON_NULL.matcher(PACKAGE.matcher(said).replaceAll("")).replaceFirst("missing or null, expected $1");
    }

    /** {@code images[0].objectKey: }, or nothing for the event itself. */
    private static String where(IOException e) {
        if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
            return "";
        }
        String path = mapping.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining());
        return shorten(path.startsWith(".") ? path.substring(1) : path) + ": ";
    }

    private static String orElse(@Nullable String message, String otherwise) {
        return message == null ? otherwise : message;
    }

    private static String shorten(String text) {
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "...";
    }
}

package org.equipoise.common.messaging;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import org.jspecify.annotations.Nullable;

/**
 * Why bytes could not be read, for logs, answers, and the header of a dead letter: one short line with the field and
 * the rule. Numbers are quoted. Of a text only the length is: whatever a producer wrote, a patient's name among it,
 * stays in the record and goes nowhere else.
 */
final class MalformedJson {

    private static final int MAX_LENGTH = 300;

    private static final Pattern PACKAGE = Pattern.compile("\\b(?:java|org\\.equipoise)\\.(?:[a-z]+\\.)*(?=[A-Z])");
    private static final Pattern JACKSON_NULL = Pattern.compile("^Cannot map `null` into type `(\\w+)`.*$");

    /** A token holds no quotation mark. */
    private static final Pattern UNKNOWN_TOKEN = Pattern.compile("^Unrecognized token '([^']*)'.*$", Pattern.DOTALL);

    /** From the first quotation mark to the last, because a text may hold some. */
    private static final Pattern QUOTED = Pattern.compile("([\"']).*\\1", Pattern.DOTALL);

    private static final Pattern COERCION =
            Pattern.compile("^Cannot coerce String value \\((\\d+ characters?)\\) to `(\\w+)` value.*$");

    /** A value of another shape; of a nested class only its own name is said. */
    private static final Pattern SHAPE = Pattern.compile(
            "^Cannot (?:deserialize value of type|construct instance of) `(?:\\w+\\$)*(.+?)`.* from (\\w+)"
                    + " value(?: \\((?!token)(.*)\\))?(?: \\(token .*\\))?$");

    private MalformedJson() {}

    static String explain(IOException e) {
        return where(e) + shorten(what(e).replaceAll("\\s+", " ").strip());
    }

    private static String what(IOException e) {
        if (e instanceof ValueInstantiationException refused && refused.getCause() != null) {
            // The record's own check speaks better than Jackson's sentence about its constructor, and quotes no text.
            return orElse(refused.getCause().getMessage(), "a value is missing");
        }
        if (e instanceof InvalidFormatException format && format.getValue() instanceof String text) {
            return unfit(text, format.getTargetType());
        }
        String message = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
        String said = orElse(message, e.getClass().getSimpleName());
        if (e instanceof StreamReadException) {
            Matcher token = UNKNOWN_TOKEN.matcher(said);
            return token.matches() ? "not JSON: an unknown token of " + length(token.group(1)) : said;
        }
        String known =
                JACKSON_NULL.matcher(PACKAGE.matcher(said).replaceAll("")).replaceFirst("missing or null, expected $1");
        String unquoted =
                QUOTED.matcher(known).replaceAll(found -> length(found.group().substring(2)));
        Matcher shape = SHAPE.matcher(unquoted);
        if (shape.matches()) {
            String value = shape.group(3) == null ? "" : " (" + shape.group(3) + ")";
            return "JSON " + shape.group(2).toLowerCase(Locale.ROOT) + value + ", expected " + shape.group(1);
        }
        return COERCION.matcher(unquoted).replaceFirst("a text of $1, expected $2");
    }

    private static String unfit(String text, Class<?> expected) {
        return expected.isEnum()
                ? "unknown value of " + length(text) + ", expected one of " + wireNames(expected)
                : "a text of " + length(text) + ", expected " + expected.getSimpleName();
    }

    private static String wireNames(Class<?> type) {
        return Arrays.stream(type.getFields())
                .filter(Field::isEnumConstant)
                .map(constant -> {
                    JsonProperty named = constant.getAnnotation(JsonProperty.class);
                    return named == null ? constant.getName() : named.value();
                })
                .collect(Collectors.joining(", "));
    }

    private static String length(String text) {
        return text.length() == 1 ? "1 character" : text.length() + " characters";
    }

    /** {@code images[0].objectKey: }, or nothing for the event itself. The key of a map may be a name, too. */
    private static String where(IOException e) {
        if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
            return "";
        }
        String path = mapping.getPath().stream().map(MalformedJson::step).collect(Collectors.joining());
        return shorten(path.startsWith(".") ? path.substring(1) : path) + ": ";
    }

    private static String step(JsonMappingException.Reference step) {
        String name = step.getFieldName();
        if (name == null) {
            return "[" + step.getIndex() + "]";
        }
        return step.getFrom() instanceof Map ? "[a key of " + length(name) + "]" : "." + name;
    }

    private static String orElse(@Nullable String message, String otherwise) {
        return message == null ? otherwise : message;
    }

    private static String shorten(String text) {
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "...";
    }
}

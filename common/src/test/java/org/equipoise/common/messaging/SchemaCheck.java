package org.equipoise.common.messaging;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.jspecify.annotations.Nullable;

/** Compares a JSON schema with a record: fields, order, what is required, types, names of enum values. */
final class SchemaCheck {

    private static final Set<Class<?>> WRITTEN_AS_LISTS = Set.of(LabelSet.class, ClassDistribution.class);
    private static final Map<Class<?>, String> JSON_TYPES = Map.of(
            String.class, "string",
            Instant.class, "string",
            int.class, "integer",
            long.class, "integer",
            Integer.class, "integer",
            Long.class, "integer",
            double.class, "number",
            Double.class, "number",
            boolean.class, "boolean",
            Boolean.class, "boolean");

    private final JsonNode document;
    private final List<String> differences = new ArrayList<>();

    SchemaCheck(JsonNode document) {
        this.document = document;
    }

    /** What differs, one sentence each. */
    List<String> differences() {
        return differences;
    }

    /** Compares what {@code schema}, or what it refers to, says with the type of a field. */
    void compare(JsonNode schema, Type type, String path) {
        JsonNode resolved = resolve(schema);
        if (type instanceof ParameterizedType generic) {
            Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            boolean map = generic.getRawType() == Map.class;
            expect(path, "type", map ? "object" : "array", resolved.path("type").asText());
            compare(resolved.path(map ? "additionalProperties" : "items"), last, path + "[]");
        } else if (type instanceof Class<?> plain && WRITTEN_AS_LISTS.contains(plain)) {
            expect(path, "type", "array", resolved.path("type").asText());
        } else if (type instanceof Class<?> plain && plain.isEnum()) {
            compareEnum(resolved, plain, path);
        } else if (type instanceof Class<?> plain && plain.isRecord()) {
            compareRecord(resolved, plain, path);
        } else {
            expect(
                    path,
                    "type",
                    String.valueOf(JSON_TYPES.get(type)),
                    resolved.path("type").asText());
            boolean time = "date-time".equals(resolved.path("format").asText());
            expect(path, "format date-time", type == Instant.class, time);
        }
    }

    private void compareRecord(JsonNode schema, Class<?> type, String path) {
        RecordComponent[] components = type.getRecordComponents();
        List<String> fields =
                Arrays.stream(components).map(RecordComponent::getName).toList();
        List<String> required = Arrays.stream(components)
                .filter(c -> !c.getAnnotatedType().isAnnotationPresent(Nullable.class))
                .map(RecordComponent::getName)
                .toList();
        expect(path, "type", "object", schema.path("type").asText());
        expect(path, "properties", fields, names(schema.path("properties")));
        expect(path, "required", required, texts(schema.path("required")));
        for (RecordComponent component : components) {
            compare(
                    schema.path("properties").path(component.getName()),
                    component.getGenericType(),
                    path + "." + component.getName());
        }
    }

    private void compareEnum(JsonNode schema, Class<?> type, String path) {
        List<String> constants = Arrays.stream(type.getEnumConstants())
                .map(constant -> EventCodec.mapper().valueToTree(constant).asText())
                .toList();
        expect(path, "enum", constants, texts(schema.path("enum")));
    }

    private void expect(String path, String what, Object inTheCode, Object inTheDocument) {
        if (!inTheCode.equals(inTheDocument)) {
            differences.add(
                    path + ": " + what + " is " + inTheCode + " in the code and " + inTheDocument + " in the document");
        }
    }

    private JsonNode resolve(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        return reference.isEmpty() ? schema : document.at(reference.substring(1));
    }

    /** Every field name in a tree, by its path. */
    static Set<String> fieldNames(JsonNode node) {
        Set<String> names = new TreeSet<>();
        collect(node, "", names);
        return names;
    }

    private static void collect(JsonNode node, String path, Set<String> names) {
        node.properties().forEach(field -> {
            names.add(path + "/" + field.getKey());
            collect(field.getValue(), path + "/" + field.getKey(), names);
        });
        if (node.isArray()) {
            node.forEach(element -> collect(element, path + "[]", names));
        }
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }
}

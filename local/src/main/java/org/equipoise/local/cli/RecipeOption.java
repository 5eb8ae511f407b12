package org.equipoise.local.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.local.options.UsageException;

/**
 * What {@code --recipe} means: a named recipe, or a file of settings.
 *
 * @param name {@code naive}, {@code auto} or {@code custom}
 * @param settings the file's settings
 */
record RecipeOption(String name, Map<String, String> settings) {

    /** A key of a file that names the recipe its settings are laid over. */
    private static final String BASE = "recipe";

    /** Reads {@code naive}, {@code auto}, {@code custom}, or a {@code .properties} or JSON file. */
    static RecipeOption parse(String value) {
        if (value.equals("naive") || value.equals("auto") || value.equals("custom")) {
            return new RecipeOption(value, Map.of());
        }
        Path file = Path.of(value);
        if (!Files.isRegularFile(file)) {
            throw new UsageException("--recipe must be naive, auto or a file; there is no file " + value);
        }
        try {
            Map<String, String> settings = value.endsWith(".json") ? json(file) : properties(file);
            String base = settings.remove(BASE);
            return new RecipeOption(base == null ? "custom" : base, settings);
        } catch (JsonProcessingException e) {
            throw new UsageException(file + " is no JSON object of settings: " + e.getOriginalMessage());
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException("cannot read " + file + ": " + e.getMessage());
        }
    }

    private static Map<String, String> json(Path file) throws IOException {
        JsonNode root = EventCodec.mapper().readTree(Files.readAllBytes(file));
        if (root == null || !root.isObject()) {
            throw new IllegalArgumentException("it is not a JSON object");
        }
        Map<String, String> settings = new TreeMap<>();
        root.properties().forEach(field -> {
            if (!field.getValue().isValueNode()) {
                throw new IllegalArgumentException(field.getKey() + " is not a single value");
            }
            settings.put(field.getKey(), field.getValue().asText());
        });
        return settings;
    }

    private static Map<String, String> properties(Path file) throws IOException {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Map<String, String> settings = new TreeMap<>();
        properties
                .stringPropertyNames()
                .forEach(name -> settings.put(name, properties.getProperty(name).strip()));
        return settings;
    }
}

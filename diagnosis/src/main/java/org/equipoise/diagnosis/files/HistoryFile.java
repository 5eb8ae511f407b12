package org.equipoise.diagnosis.files;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.equipoise.common.csv.CsvTable;
import org.equipoise.common.csv.UnreadableFileException;
import org.equipoise.diagnosis.history.TrainingHistory;
import org.jspecify.annotations.Nullable;

/**
 * Reads a training history: Keras' {@code CSVLogger} or a dumped {@code History}, Lightning's {@code metrics.csv},
 * Hugging Face's {@code trainer_state.json}, or one scalar that TensorBoard exported as CSV.
 */
public final class HistoryFile {

    private static final String KNOWN = "Keras' CSVLogger or History as JSON, Lightning's metrics.csv, Hugging Face's"
            + " trainer_state.json and a scalar of TensorBoard as CSV are read";

    private static final JsonMapper JSON = JsonMapper.builder()
            // As Python writes NaN and Infinity.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    /** An evaluation at the end of an epoch is said to be at 1.0003 by some. */
    private static final double END_OF_EPOCH = 0.01;

    private HistoryFile() {}

    /**
     * Reads a file.
     *
     * @param encoding that a person named; absent: UTF-8, or what a byte order mark says
     * @param notes gets a sentence about what the file was found to be
     * @throws UnreadableFileException if it is no training history that is known
     */
    public static TrainingHistory read(Path file, @Nullable Charset encoding, List<String> notes) throws IOException {
        GivenFile given = GivenFile.read(file, encoding);
        return read(given.name(), given.text(), notes);
    }

    static TrainingHistory read(String name, String text, List<String> notes) {
        String head = text.stripLeading();
        var epochs = new EpochTable(name);
        notes.add(name + ": "
                + (head.startsWith("{") || head.startsWith("[")
                        ? json(name, text, epochs)
                        : csv(name, CsvTable.of(text, name), epochs)));
        return epochs.history();
    }

    private static String json(String name, String text, EpochTable epochs) {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UnreadableFileException(
                    name + " line "
                            + (e.getLocation() == null ? 1 : e.getLocation().getLineNr())
                            + ": is no JSON; Python's json.dump(history.history, file) writes it",
                    e);
        }
        JsonNode steps = root.isArray() ? root : root.path("log_history");
        String kind;
        if (steps.isArray()) {
            steps.forEach(step -> step(step, epochs));
            kind = "Hugging Face's log, " + steps.size() + " entries";
        } else {
            JsonNode lists = root.path("history").isObject() ? root.path("history") : root;
            lists.fields().forEachRemaining(list -> list(list.getKey(), list.getValue(), epochs));
            kind = "Keras' history";
        }
        requireLoss(epochs, name, "it is JSON without a list of losses");
        return kind;
    }

    private static void step(JsonNode step, EpochTable epochs) {
        JsonNode at = step.path("epoch");
        // The last entry sums the run up.
        if (!at.isNumber() || step.has("train_runtime")) {
            return;
        }
        long epoch = Math.max(1, (long) Math.ceil(at.asDouble() - END_OF_EPOCH));
        step.fields()
                .forEachRemaining(field -> HistoryColumn.of(field.getKey())
                        .ifPresent(column ->
                                number(field.getValue()).ifPresent(value -> epochs.add(epoch, column, value))));
    }

    private static void list(String key, JsonNode values, EpochTable epochs) {
        HistoryColumn.of(key).filter(column -> values.isArray()).ifPresent(column -> {
            for (int i = 0; i < values.size(); i++) {
                int epoch = i + 1;
                number(values.get(i)).ifPresent(value -> epochs.add(epoch, column, value));
            }
        });
    }

    private static Optional<Double> number(JsonNode value) {
        return value.isNumber()
                ? Optional.of(value.asDouble())
                : value.isTextual() ? number(value.asText()) : Optional.empty();
    }

    private static String csv(String name, CsvTable table, EpochTable epochs) {
        List<String> keys = table.header().stream()
                .map(column -> column.toLowerCase(Locale.ROOT))
                .toList();
        if (keys.equals(List.of("wall time", "step", "value"))) {
            return scalar(name, table, epochs);
        }
        Map<Integer, HistoryColumn> columns = columns(name, table);
        int at = keys.indexOf("epoch");
        for (int i = 0; i < table.rows().size(); i++) {
            List<String> cells = table.rows().get(i).cells();
            long epoch = at < 0 ? i : epoch(name, table.rows().get(i), at);
            columns.forEach((column, what) -> {
                String cell = cells.get(column);
                number(decimal(cell, table)).ifPresent(value -> epochs.add(epoch, what, value));
            });
        }
        requireLoss(epochs, name, "no column of " + table.header() + " is a loss");
        return "a table of epochs, " + (keys.contains("step") ? "as Lightning writes it" : "as Keras writes it");
    }

    private static long epoch(String name, CsvTable.Row row, int at) {
        return number(row.cells().get(at))
                .map(Double::longValue)
                .orElseThrow(() -> new UnreadableFileException(name + " line " + row.line() + ": epoch is \""
                        + row.cells().get(at) + "\", which is no number"));
    }

    /** Where a step's and an epoch's value of the same are there, the epoch's counts. */
    private static Map<Integer, HistoryColumn> columns(String name, CsvTable table) {
        Map<Integer, HistoryColumn> columns = new HashMap<>();
        Set<HistoryColumn> ofEpochs = new HashSet<>();
        List<String> header = table.header();
        for (String column : header) {
            if (column.endsWith("_epoch")) {
                HistoryColumn.of(column).ifPresent(ofEpochs::add);
            }
            if (!column.isEmpty() && header.indexOf(column) != header.lastIndexOf(column)) {
                throw new UnreadableFileException(name + " has the column \"" + column + "\" twice");
            }
        }
        for (int i = 0; i < header.size(); i++) {
            int at = i;
            HistoryColumn.of(header.get(at))
                    .filter(what -> !(header.get(at).endsWith("_step") && ofEpochs.contains(what)))
                    .ifPresent(what -> columns.put(at, what));
        }
        return columns;
    }

    /** One curve; only its file's name says of what. */
    private static String scalar(String name, CsvTable table, EpochTable epochs) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean validation = lower.matches(".*(val|eval|valid|validation|test)[^a-z].*");
        String measure = lower.contains("loss") ? "loss" : lower.contains("acc") ? "accuracy" : "";
        HistoryColumn what = HistoryColumn.of((validation ? "val_" : "") + measure)
                .orElseThrow(
                        () -> new UnreadableFileException(
                                name + " is a scalar of TensorBoard, and its name does not"
                                        + " say of what; name it after its tag, e.g. train-epoch_loss.csv or validation-epoch_loss.csv"));
        for (int i = 0; i < table.rows().size(); i++) {
            CsvTable.Row row = table.rows().get(i);
            String cell = row.cells().get(2);
            epochs.add(
                    i,
                    what,
                    number(decimal(cell, table))
                            .orElseThrow(() -> new UnreadableFileException(
                                    name + " line " + row.line() + ": Value is \"" + cell + "\", which is no number")));
        }
        if (table.rows().isEmpty()) {
            throw new UnreadableFileException(name + " has no values");
        }
        return "a scalar of TensorBoard, read as " + (validation ? "validation " : "training ") + measure;
    }

    private static String decimal(String cell, CsvTable table) {
        return table.separatorName().equals("commas") ? cell : cell.replace(',', '.');
    }

    private static Optional<Double> number(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (lower.isEmpty()) {
            return Optional.empty();
        }
        if (lower.equals("nan")) {
            return Optional.of(Double.NaN);
        }
        if (lower.matches("[-+]?inf(inity)?")) {
            return Optional.of(Double.POSITIVE_INFINITY);
        }
        try {
            return Optional.of(Double.valueOf(lower));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static void requireLoss(EpochTable epochs, String name, String found) {
        if (!epochs.hasLoss()) {
            throw new UnreadableFileException(name + " is no training history that is known: " + found + "; " + KNOWN);
        }
    }
}

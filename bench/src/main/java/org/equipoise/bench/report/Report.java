package org.equipoise.bench.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.databind.SerializationFeature;
import org.equipoise.common.messaging.EventCodec;

/**
 * What a benchmark found.
 *
 * @param settings what it ran with, threads and versions included
 * @param notes what a reader must know to trust the numbers
 * @param details further numbers, for the JSON alone
 * @param targets what was to be reached
 */
public record Report(
        String benchmark,
        Map<String, Object> settings,
        List<Measurement> measurements,
        List<String> notes,
        Map<String, Object> details,
        List<Target> targets) {

    /** Without details and targets. */
    public Report(String benchmark, Map<String, Object> settings, List<Measurement> measurements, List<String> notes) {
        this(benchmark, settings, measurements, notes, Map.of(), List.of());
    }

    public Report {
        settings = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        measurements = List.copyOf(measurements);
        notes = List.copyOf(notes);
        details = Map.copyOf(details);
        targets = List.copyOf(targets);
    }

    /** Every measurement, a row each. */
    public ResultTable table() {
        var table = new ResultTable(2, "what", "who", "median", "lowest", "highest", "unit");
        for (Measurement m : measurements) {
            table.row(List.of(
                    m.what(), m.subject(), number(m.median()), number(m.lowest()), number(m.highest()), m.unit()));
        }
        return table;
    }

    /** The table, and what to know about it. */
    public void print(PrintStream out, Map<String, Object> machine) {
        out.println();
        table().lines().forEach(out::println);
        out.println();
        out.println("machine   " + machine);
        out.println("settings  " + settings);
        notes.forEach(note -> out.println("note      " + note));
        if (machine.get("loadAverageBefore") instanceof Double load
                && machine.get("cores") instanceof Integer cores
                && load > cores) {
            out.println("note      others were working on this machine (load " + number(load) + " on " + cores
                    + " cores): the numbers are too low");
        }
    }

    /** Writes {@code <folder>/<benchmark>.json}. */
    public Path write(Path folder, Map<String, Object> machine, Instant at) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("benchmark", benchmark);
        json.put("measuredAt", at);
        json.put("machine", machine);
        json.put("settings", settings);
        json.put("measurements", measurements);
        json.put("notes", notes);
        json.put("targets", targets);
        json.putAll(details);
        Path file = folder.resolve(benchmark + ".json");
        Files.createDirectories(folder);
        EventCodec.mapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), json);
        return file;
    }

    private static String number(double value) {
        double size = Math.abs(value);
        return String.format(
                Locale.ROOT, size < 1 ? "%.3f" : size < 10 ? "%.2f" : size < 1000 ? "%.1f" : "%.0f", value);
    }
}

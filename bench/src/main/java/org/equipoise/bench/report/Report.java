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
import org.equipoise.local.terminal.Table;

/**
 * What a benchmark found.
 *
 * @param settings what it ran with, threads and versions included
 * @param notes what a reader must know to trust the numbers
 * @param details further numbers, for the JSON alone
 */
public record Report(
        String benchmark,
        Map<String, Object> settings,
        List<Measurement> measurements,
        List<String> notes,
        Map<String, Object> details) {

    /** Without details. */
    public Report(String benchmark, Map<String, Object> settings, List<Measurement> measurements, List<String> notes) {
        this(benchmark, settings, measurements, notes, Map.of());
    }

    public Report {
        settings = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        measurements = List.copyOf(measurements);
        notes = List.copyOf(notes);
        details = Map.copyOf(details);
    }

    /** The table, and what to know about it. */
    public void print(PrintStream out, Map<String, Object> machine) {
        out.println();
        var table = new Table("what", "who", "median", "lowest", "highest", "unit");
        for (Measurement m : measurements) {
            table.row(m.what(), m.subject(), number(m.median()), number(m.lowest()), number(m.highest()), m.unit());
        }
        table.lines().forEach(out::println);
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
        json.putAll(details);
        Path file = folder.resolve(benchmark + ".json");
        Files.createDirectories(folder);
        EventCodec.mapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), json);
        return file;
    }

    private static String number(double value) {
        return String.format(
                Locale.ROOT, value < 1 ? "%.3f" : value < 10 ? "%.2f" : value < 1000 ? "%.1f" : "%.0f", value);
    }
}

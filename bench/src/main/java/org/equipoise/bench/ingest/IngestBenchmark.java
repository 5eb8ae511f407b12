package org.equipoise.bench.ingest;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.bench.Options;
import org.equipoise.bench.UnusableOptionException;
import org.equipoise.bench.checks.CheckSpeed;
import org.equipoise.bench.report.Report;

/** How fast images come in, by each door and kind of file, and in how much memory. */
public final class IngestBenchmark {

    private static final List<String> ROWS = List.of("stow", "cstore", "decoders", "checks", "import", "stream");

    private IngestBenchmark() {}

    /** Measures the rows that are asked for, one after the other. */
    public static Report run(Options options, PrintStream out) {
        options.only(
                "rows",
                "rounds",
                "instances",
                "per-request",
                "connections",
                "peers",
                "data",
                "seconds",
                "megabytes",
                "markdown");
        List<String> rows = List.of(options.text("rows", String.join(",", ROWS)).split(","));
        if (!ROWS.containsAll(rows)) {
            throw new UnusableOptionException("rows are " + String.join(", ", ROWS) + ", got " + rows);
        }
        Path data = options.project()
                .resolve(options.text("data", "../shared/data"))
                .normalize();
        int megabytes = options.count("megabytes", 2048);
        Run run = Run.of(options, out);
        for (String row : rows) {
            out.println("measuring " + row);
            switch (row) {
                case "stow" -> DoorRows.stow(run);
                case "cstore" -> DoorRows.store(run);
                case "decoders" -> DecoderRows.measure(run, data.resolve("dicom/valid"));
                case "checks" -> {
                    CheckSpeed.measure(options.number("seconds", 3), run.rows(), run.targets());
                    run.notes().add(CheckSpeed.NOTE);
                }
                case "import" -> ImportRow.measure(run, data.resolve("pbc-blood-64"));
                default -> StreamRow.measure(run, megabytes);
            }
        }
        run.notes().addAll(0, notes());
        return new Report("ingest", settings(run, rows), run.rows(), run.notes(), Map.of(), run.targets());
    }

    private static List<String> notes() {
        return List.of(
                "slices: CT of 256 x 256 pixels in 16 bits, 132 KB, uncompressed; all take the same ones, in turns, over"
                        + " as many connections",
                "durable: ingest answers when each image is de-identified, a PNG in S3, and its study in Kafka, neither"
                        + " synced to the disk; behind the door it is taken in meanwhile. Orthanc answers when the file"
                        + " is in its storage and index, and syncs the file unless told otherwise. pynetdicom writes a"
                        + " file and keeps no index",
                "de-identified and as PNG: the same work as ingest's. Orthanc is asked for each instance anonymised and"
                        + " for its pixels as a PNG of 16 bits, once all are sent; pynetdicom's receiver removes what"
                        + " identifies with pydicom and writes the pixels with Pillow. The others keep bytes as they came",
                "the sender, Kafka, S3, ingest and idle peers share this machine's cores; where others work on it, too,"
                        + " compare CPU times, which follow the load less than rates do. That of ingest has no Kafka and"
                        + " S3 in it, but what it does behind the door");
    }

    private static Map<String, Object> settings(Run run, List<String> rows) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("rows", rows);
        settings.put("rounds", run.rounds());
        settings.put("instances", run.instances());
        settings.put("instancesPerRequest", run.perRequest());
        settings.put("connections", run.connections());
        return settings;
    }
}

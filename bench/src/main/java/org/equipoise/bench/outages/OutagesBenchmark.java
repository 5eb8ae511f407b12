package org.equipoise.bench.outages;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.equipoise.bench.Options;
import org.equipoise.bench.UnusableOptionException;
import org.equipoise.bench.report.Measurement;
import org.equipoise.bench.report.Origin;
import org.equipoise.bench.report.Report;
import org.equipoise.bench.report.Results;
import org.equipoise.bench.report.Target;
import org.equipoise.bench.stack.FreshStack;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.embedded.Ports;
import org.equipoise.local.stack.LocalStack;

/** Every door while S3 or Kafka are away, or ingest is killed: everything that was sent must be there, once. */
public final class OutagesBenchmark {

    static final String INGEST = "ingest-service";
    private static final String NAME = "outages";
    private static final List<String> DOORS = List.of("import", "upload", "stow", "cstore");

    private OutagesBenchmark() {}

    /** Starts one stack, disturbs it again and again, and stops it. */
    public static Results run(Options options, Origin origin, PrintStream out) {
        options.only("seconds", "images", "doors", "what", "together", "markdown");
        int seconds = options.count("seconds", 60);
        int images = options.count("images", 2000);
        List<String> doors = chosen(options, "doors", DOORS);
        List<String> what = chosen(
                options,
                "what",
                Stream.of(Disturbance.values()).map(Disturbance::word).toList());
        boolean together = options.flag("together", false);
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("seconds", seconds);
        settings.put("images", images);
        settings.put("doors", doors);
        settings.put("what", what);
        settings.put("together", together);
        int port = Ports.free();
        List<Row> rows = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        Map<String, String> environment = Map.of(
                "EQUIPOISE_INGEST_DOORS_ROUTES",
                        routes(options.project(), doors).toString(),
                "EQUIPOISE_INGEST_DIMSE_PORT", String.valueOf(port),
                "EQUIPOISE_INGEST_DIMSE_CALLING_AE_TITLES", StoreDoor.CALLING);
        try (LocalStack stack = FreshStack.start(options.project(), NAME, Set.of(INGEST), environment, out)) {
            StackConnection connection = stack.connection();
            var http = new HttpSender(connection.service(INGEST));
            var arrivals = new Arrivals(connection, http);
            var experiment = new Experiment(stack, arrivals, images, Duration.ofSeconds(seconds), out);
            for (String each : what) {
                Disturbance disturbance = Disturbance.valueOf(each.toUpperCase(Locale.ROOT));
                for (List<String> group :
                        together ? List.of(doors) : doors.stream().map(List::of).toList()) {
                    Map<String, Door> ways = new LinkedHashMap<>();
                    group.forEach(door -> ways.put(door, door(door, connection, http, port)));
                    rows.addAll(experiment.run(ways, disturbance));
                }
            }
            // What came late counts as well.
            rows.replaceAll(row -> row.with(arrivals.now(row.series().dataset())));
            rows.forEach(row -> targets.add(
                    new Target(row.name() + ", there once", row.once(), images, Target.Kind.AT_LEAST, "images")));
            // Without one nothing was disturbed.
            rows.stream()
                    .filter(row -> !row.disturbance().lasts())
                    .forEach(row -> targets.add(
                            new Target(row.name() + ", restarts", row.restarts(), 1, Target.Kind.AT_LEAST, "")));
            targets.add(none(
                    "dead letters",
                    arrivals.deadLetters().values().stream().mapToInt(n -> n).sum()));
            targets.add(none("files left of what was received", left(options.project())));
        }
        var report = new Report(NAME, settings, measurements(rows), notes(), Map.of(), targets);
        return new Results(report, "Outages", Row.table(rows), List.of(origin));
    }

    private static Door door(String name, StackConnection connection, HttpSender http, int port) {
        return switch (name) {
            case "import" -> new ImportDoor(connection);
            case "upload" -> Door.upload(http);
            case "stow" -> Door.stow(http);
            default -> new StoreDoor(port);
        };
    }

    private static Target none(String what, long found) {
        return new Target(what, found, 0, Target.Kind.AT_MOST, "");
    }

    private static List<Measurement> measurements(List<Row> rows) {
        List<Measurement> measurements = new ArrayList<>();
        for (Row row : rows) {
            measurements.add(Measurement.once(row.name() + ", there once", row.once(), "images"));
            measurements.add(Measurement.once(row.name() + ", all there after", row.thereAfter(), "s"));
        }
        return measurements;
    }

    private static List<String> notes() {
        return List.of(
                "a third to a half was acknowledged when the outage began; a sender sends what was not acknowledged"
                        + " again after a second, four requests at a time",
                "after: seconds from when S3 or Kafka answered again, or from the kill, to the last acknowledgement and to"
                        + " the last image behind the door; import and the others differ: import needs no service to acknowledge");
    }

    private static List<String> chosen(Options options, String name, List<String> known) {
        List<String> chosen =
                Arrays.asList(options.text(name, String.join(",", known)).split(","));
        if (!known.containsAll(chosen)) {
            throw new UnusableOptionException(name + " must be of " + known + ", got " + chosen);
        }
        return chosen;
    }

    /** The station of an object is the dataset that it belongs to. */
    private static Path routes(Path project, List<String> doors) {
        List<String> rules = new ArrayList<>();
        for (Disturbance disturbance : Disturbance.values()) {
            doors.forEach(door -> rules.add(
                    "station=" + disturbance.word() + "-" + door + " -> dataset=" + disturbance.word() + "-" + door));
        }
        try {
            Path folder = Files.createDirectories(project.resolve("bench/results"));
            return Files.write(folder.resolve("outages-routes.txt"), rules);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long left(Path project) {
        Path state = project.resolve("bench/results/" + NAME + "-home/state");
        try (Stream<Path> files = Files.walk(state)) {
            return files.filter(Files::isRegularFile)
                    .filter(file ->
                            state.relativize(file).toString().matches("(doors|dimse)-.*") && !file.endsWith("in-use"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

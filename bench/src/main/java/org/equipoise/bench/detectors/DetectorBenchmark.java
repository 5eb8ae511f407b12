package org.equipoise.bench.detectors;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.equipoise.bench.Options;
import org.equipoise.bench.report.Measurement;
import org.equipoise.bench.report.Origin;
import org.equipoise.bench.report.Report;
import org.equipoise.bench.report.ResultTable;
import org.equipoise.bench.report.Results;
import org.equipoise.bench.report.Target;

/** How fast a collapse is found, how often a healthy model is accused, and what an update costs. */
public final class DetectorBenchmark {

    private static final List<String> LIBRARIES = List.of("river", "evidently", "alibi", "nannyml");

    /** Mean delays of the mixture e-SR detector that are aimed at, within {@value #TOLERANCE}. */
    private static final Map<List<Double>, Double> ESR = new LinkedHashMap<>();

    private static final double TOLERANCE = 0.05;
    private static final double UPDATES_PER_SECOND = 5e6;

    static {
        ESR.put(List.of(.87, .09, .04), 120.0);
        ESR.put(List.of(.7, .3), 44.0);
        ESR.put(List.of(.67, .11, .11, .05, .03, .02, .01), 43.0);
        ESR.put(List.of(.95, .05), 430.0);
    }

    private DetectorBenchmark() {}

    /** Measures ours and the peers on every mixture. */
    public static Results run(Options options, Origin origin, PrintStream out) {
        options.only("healthy", "runs", "forks", "peers", "markdown");
        int healthy = options.count("healthy", 1_000_000);
        int runs = options.count("runs", 1000);
        var table = new ResultTable(2, "healthy shares", "who", "mean delay", "found", "false alarms a million");
        List<Target> targets = new ArrayList<>();
        List<Measurement> measurements = new ArrayList<>();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Map.Entry<List<Double>, Double> mixture : ESR.entrySet()) {
            AnswerStreams streams = AnswerStreams.drawn(mixture.getKey(), mixture.getValue(), healthy, runs);
            out.println(streams.forPeople());
            for (DetectorRun run : measured(streams, options)) {
                double million = run.falseAlarms() * 1e6 / healthy;
                table.row(List.of(
                        streams.forPeople(),
                        run.who(),
                        String.format(Locale.ROOT, "%.0f", run.meanDelay()),
                        run.found() + " of " + runs,
                        String.format(Locale.ROOT, "%.0f", million)));
                rows.add(Map.of(
                        "shares", streams.shares(),
                        "who", run.who(),
                        "meanDelay", run.meanDelay(),
                        "found", run.found(),
                        "falseAlarmsPerMillion", million));
                if (run.who().startsWith("Equipoise")) {
                    targets.add(new Target(
                            "mean delay, " + streams.forPeople(),
                            run.meanDelay(),
                            (1 + TOLERANCE) * streams.esr(),
                            Target.Kind.AT_MOST,
                            "answers"));
                }
            }
        }
        for (Measurement speed : DetectorUpdates.measured(options.count("forks", 3), out)) {
            measurements.add(speed);
            table.row(List.of(
                    speed.what(), "Equipoise", String.format(Locale.ROOT, "%.1f M/s", speed.median() / 1e6), "", ""));
            targets.add(new Target(
                    speed.what() + ", one core",
                    speed.median(),
                    UPDATES_PER_SECOND,
                    Target.Kind.AT_LEAST,
                    "updates/s"));
        }
        return new Results(
                new Report(
                        "detectors",
                        settings(healthy, runs),
                        measurements,
                        notes(options),
                        Map.of("rows", rows),
                        targets),
                "Detectors beside those of other libraries",
                table,
                List.of(origin));
    }

    private static List<DetectorRun> measured(AnswerStreams streams, Options options) {
        List<DetectorRun> all = new ArrayList<>(List.of(DetectorRun.ours(streams)));
        try {
            Path file = options.project().resolve("bench/results/detectors-streams.npz");
            Files.createDirectories(file.getParent());
            Files.write(file, streams.npz());
            for (String library : available()) {
                all.addAll(DetectorRun.peers(
                        System.getProperty("equipoise.bench." + library),
                        options.project().resolve("bench/peers/detectors.py"),
                        library,
                        file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the streams", e);
        }
        return all;
    }

    private static List<String> available() {
        return LIBRARIES.stream()
                .filter(library ->
                        !System.getProperty("equipoise.bench." + library, "").isEmpty())
                .toList();
    }

    private static Map<String, Object> settings(int healthy, int runs) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("healthyAnswers", healthy);
        settings.put("runs", runs);
        settings.put("fault", "99 % of the answers after " + AnswerStreams.FAULT + " healthy ones");
        settings.put("reference", AnswerStreams.REFERENCE);
        settings.put("threads", 1);
        return settings;
    }

    private static List<String> notes(Options options) {
        List<String> notes = new ArrayList<>(List.of(
                "mean delay: answers from the fault to the first alarm after it, over the runs in which there was one within"
                        + " 10,000; drawn answers, the same for all",
                "ours knows the true shares, at one false alarm promised in 1e6; peers as they come: ADWIN and Page-Hinkley"
                        + " on whether the answer is the first class; windows of 500, one after another, against a reference"
                        + " of " + AnswerStreams.REFERENCE,
                "an alarm that a healthy stream raises so often that one falls right behind every fault is counted as found",
                "updates: JMH "
                        + org.openjdk.jmh.util.Version.getPlainVersion()
                        + ", throughput of one thread by the clock, evidence read after every update"));
        List<String> missing = LIBRARIES.stream()
                .filter(library -> !available().contains(library))
                .toList();
        if (!missing.isEmpty()) {
            notes.add("not measured, because they are not installed or peers=no: " + String.join(", ", missing));
        }
        return notes;
    }
}

package org.equipoise.bench.ingest;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.equipoise.bench.Options;
import org.equipoise.bench.report.Measurement;
import org.equipoise.bench.report.Target;

/**
 * What a run is asked for, and what it has found so far. Not thread-safe.
 *
 * @param instances of each round
 * @param perRequest instances of a STOW-RS request
 * @param connections or associations at a time
 * @param peers whether those of others are measured
 */
record Run(
        Options options,
        PrintStream out,
        int rounds,
        int instances,
        int perRequest,
        int connections,
        boolean peers,
        List<Measurement> rows,
        List<Target> targets,
        List<String> notes) {

    static final String OURS = "Equipoise";

    static Run of(Options options, PrintStream out) {
        return new Run(
                options,
                out,
                options.count("rounds", 3),
                options.count("instances", 1000),
                options.count("per-request", 10),
                options.count("connections", 4),
                options.flag("peers", true),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
    }

    Path results() {
        return options.project().resolve("bench/results");
    }

    /** The Python with the peers' packages; empty: there is none, and whoever started this said why. */
    static String python() {
        return System.getProperty("equipoise.bench.python", "");
    }

    /** Adds a row of several rounds. */
    Measurement row(String what, String subject, List<Double> rounds, String unit) {
        var row = Measurement.of(
                what, subject, rounds.stream().mapToDouble(Double::doubleValue).toArray(), unit);
        rows.add(row);
        return row;
    }

    void atLeast(String what, double reached, double bound, String unit) {
        targets.add(new Target(what, reached, bound, Target.Kind.AT_LEAST, unit));
    }

    void atMost(String what, double reached, double bound, String unit) {
        targets.add(new Target(what, reached, bound, Target.Kind.AT_MOST, unit));
    }
}

package org.equipoise.bench.training;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.bench.Options;
import org.equipoise.bench.report.Measurement;
import org.equipoise.bench.report.Report;

/** Images/s of training and scoring, and what long work does to the memory. */
public final class TrainingBenchmark {

    private static final int BATCH = 64;
    private static final int THREADS = 2;

    private TrainingBenchmark() {}

    /** Measures ours and the peers in turns, then our memory. */
    public static Report run(Options options, PrintStream out) {
        int rounds = options.count("rounds", 5);
        double seconds = options.number("seconds", 3);
        int steps = options.count("steps", 5000);
        int reloads = options.count("reloads", 50);
        var subjects = new Subjects(options.project(), pythons(), THREADS);
        List<Measurement> rows = new ArrayList<>();
        for (Case network : Case.ALL) {
            rows.addAll(new CaseRun(network, BATCH, subjects, out).run(rounds, seconds));
        }
        rows.addAll(memory(subjects, "steps", steps, "training steps", out));
        rows.addAll(memory(subjects, "reloads", reloads, "model reloads", out));
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("batch", BATCH);
        settings.put("rounds", rounds);
        settings.put("secondsPerMeasurement", seconds);
        settings.put("threads", "intra-op " + THREADS + ", inter-op 1, everywhere");
        settings.put("environment", subjects.environment());
        settings.put("steps", steps);
        settings.put("reloads", reloads);
        return new Report("training", settings, rows, notes(subjects));
    }

    /** Set by {@code bench/run}, where Python and the packages are there. */
    private static Map<String, String> pythons() {
        Map<String, String> pythons = new LinkedHashMap<>();
        for (String peer : List.of("keras", "torch")) {
            String python = System.getProperty("equipoise.bench." + peer, "");
            if (!python.isEmpty()) {
                pythons.put(peer, python);
            }
        }
        return pythons;
    }

    private static List<Measurement> memory(
            Subjects subjects, String command, int count, String what, PrintStream out) {
        out.println("memory over " + count + " " + what);
        try (Subject ours = subjects.forMemory(Case.ALL.get(0), BATCH)) {
            double[] mebibytes = ours.measure(command, count).getOrDefault("MiB", new double[2]);
            return List.of(
                    Measurement.once("memory before " + count + " " + what, mebibytes[0], "MiB"),
                    Measurement.once("memory after " + count + " " + what, mebibytes[1], "MiB"),
                    Measurement.once("its growth", 100 * (mebibytes[1] / mebibytes[0] - 1), "%"));
        }
    }

    private static List<String> notes(Subjects subjects) {
        List<String> notes = new ArrayList<>(List.of(
                "wall time on noise in memory, one process each, in turns; \"times\" above 1: ours is faster",
                "not counted: 12 batches, then 100 single images for each way to score",
                "float32, Adam 0.001, no dropout; every network has the same number of parameters; bytes are scaled"
                        + " to [0, 1] inside each network",
                "ours adds bias and ReLU after the pooling, which gives the same numbers; its step also gives"
                        + " probabilities and gradient norms",
                "of the ways to train, each library's fastest is shown; of those to score, every one",
                "memory: resident set of a process with a heap that is all there from the start, article's CNN"
                        + " 28x28, after a tenth more that is not counted; target: growth below 5 %"));
        if (subjects.pythons().size() < 2) {
            notes.add("measured: " + subjects.available() + "; a peer that is missing could not be installed or was"
                    + " not asked for");
        }
        return notes;
    }
}

package org.equipoise.bench.training;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.bench.Options;
import org.equipoise.bench.report.Measurement;
import org.equipoise.bench.report.Report;
import org.equipoise.bench.report.Target;

/** Images/s of training and scoring, and what long work does to the memory. */
public final class TrainingBenchmark {

    private static final int BATCH = 64;
    private static final int THREADS = 2;

    private TrainingBenchmark() {}

    /** Measures ours and the peers in turns, then what telemetry costs, then our memory. */
    public static Report run(Options options, PrintStream out) {
        options.only("rounds", "seconds", "telemetry", "steps", "reloads", "peers", "markdown");
        int rounds = options.count("rounds", 5);
        double seconds = options.number("seconds", 3);
        int telemetry = options.count("telemetry", 15);
        int steps = options.count("steps", 5000);
        int reloads = options.count("reloads", 50);
        var subjects = new Subjects(options.project(), pythons(), THREADS);
        List<Measurement> rows = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        for (Case network : Case.ALL) {
            var run = new CaseRun(network, BATCH, subjects, out);
            run.run(rounds, seconds);
            rows.addAll(run.rows());
            targets.addAll(run.targets());
        }
        TelemetryCost cost = TelemetryCost.measure(subjects, BATCH, telemetry, out);
        rows.addAll(cost.rows());
        targets.add(cost.target());
        for (Memory memory : List.of(
                Memory.measure(subjects, BATCH, "steps", steps, "training steps", out),
                Memory.measure(subjects, BATCH, "reloads", reloads, "model reloads", out))) {
            rows.addAll(memory.rows());
            targets.add(memory.target());
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("batch", BATCH);
        settings.put("rounds", rounds);
        settings.put("secondsPerMeasurement", seconds);
        settings.put("threads", "intra-op " + THREADS + ", inter-op " + THREADS + ", everywhere");
        settings.put("environment", subjects.environment());
        settings.put("telemetryEpochs", telemetry);
        settings.put("steps", steps);
        settings.put("reloads", reloads);
        return new Report("training", settings, rows, notes(subjects), Map.of(), targets);
    }

    /** Set by {@code bench/run}, where Python and the packages are there. */
    private static Map<String, String> pythons() {
        Map<String, String> pythons = new LinkedHashMap<>();
        for (String peer : List.of(Subjects.KERAS, Subjects.TORCH)) {
            String python = System.getProperty("equipoise.bench." + peer, "");
            if (!python.isEmpty()) {
                pythons.put(peer, python);
            }
        }
        return pythons;
    }

    private static List<String> notes(Subjects subjects) {
        List<String> notes = new ArrayList<>(List.of(
                "wall time on noise in memory, one process each, in turns; \"times\" above 1: ours is faster",
                "not counted: 12 batches, then 100 single images for each way to score",
                "float32, Adam 0.001, no dropout; every network has the same number of parameters; bytes are scaled"
                        + " to [0, 1] inside each network",
                "ours adds bias and ReLU after the pooling, which gives the same numbers; its step also gives"
                        + " probabilities and gradient norms",
                "4 residual 8x16: an ensemble of four that answer together; images/s of all four, and no peer",
                "telemetry: an epoch of " + TelemetryCost.IMAGES + " images, as many as PneumoniaMNIST trains on, with"
                        + " the residual network, with and without in turns in one process. With: the service's own"
                        + " epoch, which fetches gradient norms and answers in every step, reads all weights before and"
                        + " after the last, looks inside the network while it answers a batch of 256 and builds the"
                        + " epoch's telemetry. Without: the same steps with their guard against numbers that are not"
                        + " finite, of which only the loss is fetched, and the same batch answered",
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

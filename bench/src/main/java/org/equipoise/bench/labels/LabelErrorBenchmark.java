package org.equipoise.bench.labels;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

import org.equipoise.bench.Options;
import org.equipoise.bench.report.Measurement;
import org.equipoise.bench.report.Origin;
import org.equipoise.bench.report.Report;
import org.equipoise.bench.report.ResultTable;
import org.equipoise.bench.report.Results;
import org.equipoise.bench.report.Target;

/** Injects label errors into training splits and counts how many the examination finds. */
public final class LabelErrorBenchmark {

    private static final List<String> SETS = List.of("pneumoniamnist", "breastmnist");
    private static final List<Injection> INJECTIONS = List.of(
            new Injection(true, 0.05),
            new Injection(true, 0.1),
            new Injection(true, 0.2),
            new Injection(true, 0.4),
            new Injection(false, 0.2),
            new Injection(false, 0.4));

    private final int seeds;
    private final List<CleanlabPeer> peers;
    private final ResultTable table = new ResultTable(
            3, "set", "kind", "who", "P@#errors", "recall", "F1", "estimated", "confident est.", "true", "seconds");
    private final List<Target> targets = new ArrayList<>();
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<Map<String, Object>> rows = new ArrayList<>();

    private LabelErrorBenchmark(int seeds, List<CleanlabPeer> peers) {
        this.seeds = seeds;
        this.peers = peers;
    }

    /** Measures every set and kind of error; the table has the means over seeds. */
    public static Results run(Options options, Origin origin, PrintStream out) {
        options.only("seeds", "data", "peers", "markdown");
        Path folder = options.project()
                .resolve(options.text("data", "../shared/data/medmnist"))
                .normalize();
        List<String> notes = new ArrayList<>(
                List.of(
                        "errors are injected into the training split, whose own labels are taken as true; each image counts as a"
                                + " patient",
                        "P@#errors: share of wrong labels among the first E, E being the true number; recall and F1 at the number"
                                + " that the method itself estimates; seconds are of wall time",
                        "one method for all rows; it was chosen while looking at these sets and kinds of error, so expect less elsewhere"));
        List<TrainingImages> sets = new ArrayList<>();
        for (String set : SETS) {
            Path file = folder.resolve(set + ".npz");
            if (Files.isReadable(file)) {
                sets.add(TrainingImages.read(file));
            } else {
                notes.add("ABSENT: " + set + ".npz is not in the folder of data=FOLDER; it was not measured");
            }
        }
        if (sets.isEmpty()) {
            sets.add(TrainingImages.drawn());
            notes.add("synthetic stripes stand in for the absent data: the numbers say only that the program works");
        }
        List<CleanlabPeer> peers = new ArrayList<>();
        String python = System.getProperty("equipoise.bench.python", "");
        if (python.isEmpty()) {
            notes.add("no peer was measured: Python or its packages are absent, or peers=no");
        } else {
            peers.add(new CleanlabPeer(
                    python,
                    options.project().resolve("bench/peers/label-errors.py"),
                    options.project().resolve("bench/results/label-errors-probabilities.npz")));
            notes.add("cleanlab reads the probabilities that ours computed: only ranking and estimate differ");
        }
        var benchmark = new LabelErrorBenchmark(options.count("seeds", 5), peers);
        for (TrainingImages set : sets) {
            for (Injection injection : INJECTIONS) {
                out.println(set.name() + ", " + injection.forPeople());
                benchmark.measure(set, injection);
            }
        }
        notes.add(0, "means over the seeds 1 to " + benchmark.seeds);
        return new Results(
                benchmark.report(notes), "Label errors injected and found", benchmark.table, List.of(origin));
    }

    private void measure(TrainingImages set, Injection injection) {
        List<Score> ours = new ArrayList<>();
        List<Score> theirs = new ArrayList<>();
        String peer = "";
        double seconds = 0;
        double confident = 0;
        double truth = 0;
        for (int seed = 1; seed <= seeds; seed++) {
            int[] labels = injection.into(set, seed);
            boolean[] wrong = new boolean[labels.length];
            for (int i = 0; i < wrong.length; i++) {
                wrong[i] = labels[i] != set.labels()[i];
                truth += wrong[i] ? 1.0 / wrong.length / seeds : 0;
            }
            long begin = System.nanoTime();
            ServiceExamination.Found found = ServiceExamination.examine(set, labels, seed);
            seconds += (System.nanoTime() - begin) / 1e9 / seeds;
            confident += found.confidentEstimate() / seeds;
            ours.add(Score.of(found.ranked(), found.suspects(), found.estimate(), wrong));
            for (CleanlabPeer cleanlab : peers) {
                CleanlabPeer.Answer answer = cleanlab.examine(found.probabilities(), set.classes(), labels, wrong);
                theirs.add(answer.score());
                peer = "cleanlab " + answer.version();
            }
        }
        add(set, injection, "Equipoise", ours, truth, Map.of("confidentEstimate", confident, "seconds", seconds));
        aim(set, injection, Score.mean(ours));
        if (!theirs.isEmpty()) {
            add(set, injection, peer, theirs, truth, Map.of());
        }
    }

    /** A line below ours with the least mean that is aimed at, where one is. */
    private void aim(TrainingImages set, Injection injection, Score reached) {
        OptionalDouble least = LabelErrorTargets.precisionAtErrors(set.name(), injection);
        if (least.isPresent()) {
            double bound = least.getAsDouble();
            table.row(List.of("  at least", "", "", number(bound), "", "", "", "", "", ""));
            String what = set.name() + ", " + injection.forPeople() + ", P@#errors";
            targets.add(Target.atLeast(what, reached.precisionAtErrors(), bound));
        }
    }

    private void add(
            TrainingImages set,
            Injection injection,
            String who,
            List<Score> scores,
            double truth,
            Map<String, Double> more) {
        Score mean = Score.mean(scores);
        table.row(List.of(
                set.name(),
                injection.forPeople(),
                who,
                number(mean.precisionAtErrors()),
                number(mean.recall()),
                number(mean.f1()),
                number(mean.estimate()),
                more.containsKey("seconds") ? number(more.getOrDefault("confidentEstimate", 0.0)) : "",
                number(truth),
                more.containsKey("seconds")
                        ? String.format(Locale.ROOT, "%.1f", more.getOrDefault("seconds", 0.0))
                        : ""));
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("set", set.name());
        row.put("kind", injection.symmetric() ? "symmetric" : "asymmetric");
        row.put("rate", injection.rate());
        row.put("who", who);
        row.put("seeds", seeds);
        row.put("mean", mean);
        row.put("trueNoise", truth);
        row.putAll(more);
        rows.add(row);
        measurements.add(Measurement.of(
                set.name() + ", " + injection.forPeople(),
                who,
                scores.stream().mapToDouble(Score::precisionAtErrors).toArray(),
                "P@#errors"));
    }

    private Report report(List<String> notes) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("seeds", seeds);
        settings.put("threads", 1);
        settings.put("effort", "200 centroids, 5 folds, 3 repeats");
        return new Report("label-errors", settings, measurements, notes, Map.of("rows", rows), targets);
    }

    private static String number(double share) {
        return String.format(Locale.ROOT, "%.3f", share);
    }
}

package org.equipoise.bench.preprocessing;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.equipoise.bench.Options;
import org.equipoise.bench.UnusableOptionException;
import org.equipoise.bench.report.Origin;
import org.equipoise.bench.report.Report;
import org.equipoise.bench.report.ResultTable;
import org.equipoise.bench.report.Results;
import org.equipoise.bench.report.Target;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.diagnosis.model.ModelExamination;
import org.equipoise.diagnosis.model.ModelQuestion;
import org.equipoise.diagnosis.preprocessing.SearchResult;
import org.equipoise.diagnosis.preprocessing.Trial;
import org.equipoise.local.examination.DrawnImages;
import org.equipoise.local.examination.ExaminingProcess;
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.ImageSets;

/**
 * Twenty networks that Keras trained under known preprocessings are asked as {@code equipoise diagnose --model} asks.
 */
public final class PreprocessingBenchmark {

    /** Of twenty. */
    private static final double FOUND = 18 / 20.0;

    private PreprocessingBenchmark() {}

    /** Has Keras train them where that was not done, and asks each. */
    public static Results run(Options options, Origin origin, PrintStream out) throws IOException {
        options.only("seconds", "seed", "markdown");
        int seconds = options.count("seconds", 120);
        int seed = options.count("seed", 1);
        Path folder = options.project().resolve("bench/results/preprocessing-" + seed);
        if (!Files.exists(folder.resolve("planted.json"))) {
            train(options.project().resolve("bench/peers/preprocessing.py"), folder, seed);
        }
        var table = new ResultTable(
                4, "planted", "trained with", "fed today", "found", "Keras", "before", "after", "tried");
        List<Map<String, Object>> rows = new ArrayList<>();
        List<Planted> planted = Planted.read(folder);
        int right = 0;
        try (ImageSet images = ImageSets.open(folder.resolve("images"))) {
            var labels = new LabelSet(images.classes());
            DrawnImages drawn = DrawnImages.of(images, labels);
            for (Planted one : planted) {
                SearchResult result = examined(options.project(), folder, one, labels, drawn, seconds)
                        .result();
                Trial found = result.found().orElse(null);
                boolean is = found != null && one.is(found.preprocessing());
                right += is ? 1 : 0;
                String answer = is
                        ? "yes"
                        : found == null
                                ? result.verdict()
                                        .toString()
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', ' ')
                                : "other: "
                                        + found.preprocessing()
                                                .instead(result.before().preprocessing());
                out.println(one.name() + ": " + answer);
                table.row(List.of(
                        one.name(),
                        one.words(),
                        one.today(),
                        answer,
                        number(one.accuracy()),
                        number(result.before().balancedAccuracy()),
                        found == null ? "" : number(found.balancedAccuracy()),
                        Integer.toString(result.counts().tried())));
                rows.add(Map.of("name", one.name(), "found", answer, "kerasAccuracy", one.accuracy()));
            }
        }
        var report = new Report(
                "preprocessing",
                new LinkedHashMap<>(Map.of("seconds", seconds, "seed", seed)),
                List.of(),
                List.of(
                        "Keras: its own accuracy on the images prepared as in the training",
                        "before and after: balanced accuracy on images by which nothing was chosen",
                        "yes: scale, offset, order, inversion and geometry are each the one that Keras was fed with"),
                Map.of("networks", rows),
                List.of(Target.atLeast(
                        "planted differences that are found in every part", right / (double) planted.size(), FOUND)));
        return new Results(report, "Planted preprocessings found", table, List.of(origin));
    }

    private static ModelExamination examined(
            Path project, Path folder, Planted one, LabelSet labels, DrawnImages drawn, int seconds)
            throws IOException {
        return new ExaminingProcess(project, folder.resolve("examination.log"))
                .examine(
                        drawn.images(),
                        file -> new ModelQuestion(
                                folder.resolve("exports").resolve(one.name()).toString(),
                                file.toString(),
                                labels.classes(),
                                null,
                                one.today(),
                                false,
                                false,
                                seconds));
    }

    private static void train(Path script, Path folder, int seed) throws IOException {
        String python = System.getProperty("equipoise.bench.python", "");
        if (python.isEmpty()) {
            throw new UnusableOptionException("Keras is needed to train the networks, and could not be installed");
        }
        Process process = new ProcessBuilder(python, script.toString(), folder.toString(), Integer.toString(seed))
                .inheritIO()
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(script + " ended with " + process.exitValue());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}

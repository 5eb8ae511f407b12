package org.equipoise.bench.quality;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.equipoise.bench.Options;
import org.equipoise.bench.UnusableOptionException;
import org.equipoise.bench.report.Origin;
import org.equipoise.bench.report.Report;
import org.equipoise.bench.report.Results;
import org.equipoise.bench.stack.FreshStack;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.labels.Split;
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.ImageSets;
import org.equipoise.local.sets.SetImage;
import org.equipoise.local.stack.LocalStack;

/**
 * Trained on one part of the chest X-rays, tested on another part's images as they are and as another device would make
 * them; how much of the loss augmentation and a pretrained network save. No strength of a change was chosen by a
 * result.
 */
public final class ShiftBenchmark {

    private static final Study STUDY = Study.CHEST;

    /** Of the choice of test images and of the noise. */
    private static final long SEED = 1;

    private static final int USUAL_IMAGES = 400;

    private static final Set<String> SERVICES = Set.of("ingest-service", "augment-service", "trainer-service");

    private static final List<String> NOTES = List.of(
            STUDY.title() + ", split 70/15/15 by patient; the test images are changed and sent to the stack as new"
                    + " studies, and what serves answers them",
            "mean ± sample standard deviation over the seeds; cost: what the change takes from the balanced accuracy on"
                    + " the same images unchanged, those that were answered both times; saved: which share of the cost"
                    + " without augmentation the arm does not have, - where that cost is under 0.005",
            "each change is always as strong as its row says, and no image of the training is changed by it; auto's own"
                    + " augmentation moves, turns and zooms, and changes intensities only where its table says so");

    private ShiftBenchmark() {}

    /** Starts a stack of its own on a fresh home, trains, asks what serves about the changed images, and stops it. */
    public static Results run(Options options, Origin origin, PrintStream out) {
        options.only(
                "seeds", "first-seed", "images", "minutes", "backbone", "scale", "parts", "report", "data", "markdown");
        var kept = new KeptScores(options.project().resolve("bench/results"));
        String report = options.text("report", "");
        if (!report.isEmpty() && !report.equals("only")) {
            throw new UnusableOptionException("report must be only, got " + report);
        }
        boolean parts = options.flag("parts", false);
        List<String> notes = new ArrayList<>(NOTES);
        if (parts && report.isEmpty()) {
            requireAlike(Stream.concat(kept.all().stream().map(ShiftedModel::origin), Stream.of(origin))
                    .toList());
        }
        List<ShiftedModel> measured = report.isEmpty() ? measure(options, origin, kept, notes, out) : List.of();
        List<ShiftedModel> models = parts || !report.isEmpty() ? kept.all() : measured;
        if (models.isEmpty()) {
            throw new UnusableOptionException("there is nothing to report: no model that serves was measured");
        }
        Map<String, Object> alike =
                requireAlike(models.stream().map(ShiftedModel::origin).toList());
        var table = new ShiftTable(models);
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(
                "seeds",
                models.stream().map(ShiftedModel::seed).distinct().sorted().toList());
        settings.putAll(alike);
        models.stream()
                .flatMap(model -> Stream.ofNullable(model.backbone()))
                .distinct()
                .forEach(backbone -> notes.add("numbers with a backbone are " + GivenBackbone.words(backbone)));
        return new Results(
                new Report("shift", settings, table.measurements(), notes, Map.of("models", models), List.of()),
                "Images of another device",
                table.table(),
                models.stream().map(ShiftedModel::origin).distinct().toList());
    }

    private static List<ShiftedModel> measure(
            Options options, Origin origin, KeptScores kept, List<String> notes, PrintStream out) {
        int first = options.count("first-seed", 1);
        int count = options.count("seeds", 3);
        int images = options.count("images", USUAL_IMAGES);
        int minutes = minutes(options);
        GivenBackbone backbone = GivenBackbone.of(options).orElse(null);
        String identity = backbone == null ? null : backbone.identity();
        for (ShiftArm arm : ShiftArm.values()) {
            if (!arm.needsBackbone() || backbone != null) {
                kept.requireSame(arm, arm.needsBackbone() ? identity : null);
            }
        }
        Path set = STUDY.locate(options.project()
                .resolve(options.text("data", "../shared/data"))
                .normalize());
        try (LocalStack stack = FreshStack.start(options.project(), "shift", SERVICES, out);
                ImageSet whole = ImageSets.open(set)) {
            var training =
                    new QualityRun(stack.connection(), Clock.systemUTC(), out, origin, (study, variant, result) -> {});
            DatasetFrozen frozen = training.freeze(STUDY, set);
            var scoring = new ShiftScoring(
                    stack.connection(), frozen.labelSet(), STUDY.modality(), test(STUDY.of(whole), images), SEED);
            var run = new ShiftRun(training, frozen, scoring, kept, out, origin);
            boolean added = false;
            for (ShiftArm arm : ShiftArm.values()) {
                if (arm.needsBackbone() && backbone != null && !added) {
                    backbone.addTo(stack.connection(), out);
                    added = true;
                }
                if (!arm.needsBackbone() || backbone != null) {
                    String served = arm.needsBackbone() ? identity : null;
                    LongStream.range(first, (long) first + count)
                            .forEach(seed -> run.measure(arm, minutes, seed, served));
                }
            }
            notes.addAll(run.missing());
            return run.models();
        }
    }

    /**
     * What all of them trained and asked with.
     *
     * @throws UnusableOptionException if they did not all with the same
     */
    static Map<String, Object> requireAlike(List<Origin> origins) {
        Map<String, Object> alike = new LinkedHashMap<>();
        new TreeMap<>(Map.of("images", USUAL_IMAGES, "minutes", STUDY.minutes())).forEach((option, usual) -> {
            List<String> values = origins.stream()
                    .map(origin -> origin.given(option).orElse(String.valueOf(usual)))
                    .distinct()
                    .sorted()
                    .toList();
            if (values.size() > 1) {
                throw new UnusableOptionException(
                        "scores of " + option + "=" + String.join(" and " + option + "=", values)
                                + " do not belong in one table: move those that are kept in bench/results away");
            }
            values.forEach(value -> alike.put(option, value));
        });
        return alike;
    }

    private static int minutes(Options options) {
        return options.count("minutes", STUDY.minutes());
    }

    /** Test images by chance, always the same. */
    static List<SetImage> test(ImageSet split, int most) {
        List<SetImage> test = new ArrayList<>(split.images().stream()
                .filter(image -> image.split() == Split.TEST)
                .toList());
        Collections.shuffle(test, new Random(SEED));
        return List.copyOf(test.subList(0, Math.min(most, test.size())));
    }
}

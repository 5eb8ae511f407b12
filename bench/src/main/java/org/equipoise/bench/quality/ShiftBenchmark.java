package org.equipoise.bench.quality;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;

import org.equipoise.bench.Options;
import org.equipoise.bench.report.Origin;
import org.equipoise.bench.report.Report;
import org.equipoise.bench.report.Results;
import org.equipoise.bench.stack.FreshStack;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.labels.Split;
import org.equipoise.local.client.TrainingOutcome;
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

    private ShiftBenchmark() {}

    /** Starts a stack of its own on a fresh home, trains, asks what serves about the changed images, and stops it. */
    public static Results run(Options options, Origin origin, PrintStream out) {
        options.only("seeds", "first-seed", "images", "minutes", "backbone", "data", "markdown");
        int first = options.count("first-seed", 1);
        int count = options.count("seeds", 3);
        int images = options.count("images", 400);
        int minutes = options.count("minutes", STUDY.minutes());
        List<Long> seeds = LongStream.range(first, (long) first + count).boxed().toList();
        boolean backbone = options.values().containsKey("backbone");
        List<ShiftArm> arms = Arrays.stream(ShiftArm.values())
                .filter(arm -> backbone || !arm.needsBackbone())
                .toList();
        Path set = STUDY.locate(options.project()
                .resolve(options.text("data", "../shared/data"))
                .normalize());
        List<ShiftScore> scores = new ArrayList<>();
        List<String> notes = new ArrayList<>(notes(seeds.size()));
        try (LocalStack stack = FreshStack.start(
                        options.project(),
                        "shift",
                        Set.of("ingest-service", "augment-service", "trainer-service"),
                        out);
                ImageSet whole = ImageSets.open(set)) {
            var run =
                    new QualityRun(stack.connection(), Clock.systemUTC(), out, origin, (study, variant, result) -> {});
            DatasetFrozen frozen = run.freeze(STUDY, set);
            var scoring = new ShiftScoring(
                    stack.connection(), frozen.labelSet(), STUDY.modality(), test(STUDY.of(whole), images), SEED);
            boolean added = false;
            for (ShiftArm arm : arms) {
                if (arm.needsBackbone() && !added) {
                    QualityBenchmark.addBackbone(options, stack, out);
                    added = true;
                }
                for (long seed : seeds) {
                    String model = Variant.plain(arm.title()) + "-" + seed;
                    TrainingOutcome outcome = run.outcome(frozen, model, arm.variant(minutes), seed);
                    String what = arm.title() + ", seed " + seed;
                    if (outcome.decided().map(TrainingOutcome.Decided::promoted).orElse(false)) {
                        for (DeviceChange change : DeviceChange.values()) {
                            List<ShiftScore.Answer> answers = scoring.answers(model, change);
                            if (!answers.isEmpty()) {
                                ShiftScore score = ShiftScore.of(arm, change, seed, answers);
                                scores.add(score);
                                out.printf(
                                        "%s, %s: balanced accuracy %.3f of %d images%n",
                                        what, change.title(), score.balancedAccuracy(), score.images());
                            }
                        }
                    } else {
                        notes.add(what + " is left out: no model that serves came of it");
                        out.println(notes.get(notes.size() - 1));
                    }
                }
            }
        }
        var table = new ShiftTable(scores);
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("seeds", seeds);
        settings.put("testImages", images);
        settings.put("minutes", minutes);
        var report = new Report(
                "shift", settings, table.measurements(), notes, Map.of("scores", List.copyOf(scores)), List.of());
        return new Results(report, "Images of another device", table.table(), List.of(origin));
    }

    /** Test images by chance, always the same. */
    static List<SetImage> test(ImageSet split, int most) {
        List<SetImage> test = new ArrayList<>(split.images().stream()
                .filter(image -> image.split() == Split.TEST)
                .toList());
        Collections.shuffle(test, new Random(SEED));
        return List.copyOf(test.subList(0, Math.min(most, test.size())));
    }

    private static List<String> notes(int seeds) {
        return List.of(
                STUDY.title() + ", split 70/15/15 by patient; the test images are changed and sent to the stack as new"
                        + " studies, and what serves answers them",
                "mean ± sample standard deviation over " + seeds
                        + " seeds; cost: what the change takes from the balanced"
                        + " accuracy on the unchanged images; saved: which share of the cost without augmentation the"
                        + " arm does not have, - where that cost is under 0.005",
                "each change is always as strong as its row says, and no image of the training is changed by it; auto's"
                        + " own augmentation moves, turns and zooms, and changes intensities only where its table says so");
    }
}

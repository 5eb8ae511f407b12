package org.equipoise.bench.checks;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.equipoise.bench.Options;
import org.equipoise.bench.UnusableOptionException;
import org.equipoise.bench.report.Measurement;
import org.equipoise.bench.report.Report;
import org.equipoise.bench.report.Target;
import org.equipoise.bench.stack.FreshStack;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ImageFinding;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.QuarantineReason;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.local.client.DatasetClient;
import org.equipoise.local.client.IngestionProgress;
import org.equipoise.local.client.Progress;
import org.equipoise.local.client.Publication;
import org.equipoise.local.client.PublishOptions;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.client.StudyPublisher;
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.ImageSets;
import org.equipoise.local.stack.LocalStack;

/** Public sets through the embedded stack, from import to freezing, and the speed of measuring. */
public final class ChecksBenchmark {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /**
     * A set and what is known of it.
     *
     * @param equal groups of images with equal pixels, by hashes of the files' pixels
     * @param across those of them across splits; they include pairs with two labels
     * @param conflicts groups with two labels
     */
    private record KnownSet(
            String key, String title, String path, String modality, int equal, int across, int conflicts) {}

    private static final List<KnownSet> SETS = List.of(
            new KnownSet("pneumonia", "PneumoniaMNIST", "medmnist/pneumoniamnist.npz", "DX", 27, 8, 0),
            new KnownSet("breast", "BreastMNIST", "medmnist/breastmnist.npz", "US", 1, 1, 1),
            new KnownSet("retina", "RetinaMNIST", "medmnist/retinamnist.npz", "OP", 0, 0, 0),
            new KnownSet("blood", "PBC blood cells", "pbc-blood-64", "SM", 17, 3, 1),
            new KnownSet("chest", "Chest X-rays, 224 pixels", "chestxray-224", "DX", 30, 0, 0));

    private ChecksBenchmark() {}

    /** Measures the speed, then imports and freezes each set. */
    public static Report run(Options options, PrintStream out) {
        options.only("sets", "data", "seconds", "images", "markdown");
        Path data = options.project()
                .resolve(options.text("data", "../shared/data"))
                .normalize();
        Map<KnownSet, Path> located = located(options, data);
        List<Measurement> rows = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        CheckSpeed.measure(options.number("seconds", 3), rows, targets);
        GroupsSpeed.measure((int) options.number("images", 1_000_000), rows);
        List<String> notes = new ArrayList<>(List.of(
                CheckSpeed.NOTE,
                "groups: near-duplicates and patients over all splits, as at a freeze, in memory; hashes by chance, a"
                        + " tenth of them a bit beside another; on one thread",
                "import: until every image is announced and its label checked, with everything on this machine"));
        if (!located.isEmpty()) {
            try (LocalStack stack = FreshStack.start(options.project(), "checks", Set.of("ingest-service"), out)) {
                located.forEach((known, path) -> find(stack.connection(), known, path, out, rows, targets));
            }
        }
        return new Report(
                "checks",
                Map.of("sets", located.keySet().stream().map(KnownSet::key).toList()),
                rows,
                notes,
                Map.of(),
                targets);
    }

    private static Map<KnownSet, Path> located(Options options, Path data) {
        Map<KnownSet, Path> located = new LinkedHashMap<>();
        for (String key :
                options.text("sets", "pneumonia,breast,retina,blood,chest").split(",")) {
            if (key.equals("none")) {
                continue;
            }
            KnownSet known = SETS.stream()
                    .filter(set -> set.key().equals(key))
                    .findFirst()
                    .orElseThrow(() -> new UnusableOptionException("sets are "
                            + String.join(", ", SETS.stream().map(KnownSet::key).toList()) + " or none, got \"" + key
                            + "\""));
            Path path = data.resolve(known.path());
            if (!Files.exists(path)) {
                throw new UnusableOptionException(path + " is not there; data= names the folder");
            }
            located.put(known, path);
        }
        return located;
    }

    private static void find(
            StackConnection connection,
            KnownSet known,
            Path path,
            PrintStream out,
            List<Measurement> rows,
            List<Target> targets) {
        IngestionProgress.Result result;
        long begin = System.nanoTime();
        try (ImageSet set = ImageSets.open(path);
                var publisher = new StudyPublisher(connection, Clock.systemUTC())) {
            out.println(known.title() + ": importing " + set.images().size() + " images");
            publisher.declare(known.key(), new LabelSet(set.classes()));
            Publication publication = publisher.publish(
                    set.images(), PublishOptions.collect(known.key(), known.modality()), Progress.NONE);
            result = IngestionProgress.await(connection, publication, PATIENCE, Progress.NONE);
            double seconds = (System.nanoTime() - begin) / 1e9;
            rows.add(new Measurement(
                    "import",
                    known.title(),
                    set.images().size() / seconds,
                    set.images().size() / seconds,
                    set.images().size() / seconds,
                    "images/s"));
        }
        equalPixels(known, result, rows, targets);
        DatasetFrozen frozen = new DatasetClient(connection).freeze(known.key(), null);
        frozen.findings().forEach(sentence -> out.println("  " + sentence));
        List<ImageFinding> found = frozen.measuredFindings();
        found.forEach(finding -> row(rows, known, finding.code(), finding.count(), "found"));
    }

    /** Groups of images with equal pixels, in different studies or in one. */
    private static void equalPixels(
            KnownSet known, IngestionProgress.Result result, List<Measurement> rows, List<Target> targets) {
        Map<String, List<ImageIngested>> byPixels = new TreeMap<>();
        result.ingested()
                .forEach(event -> byPixels.computeIfAbsent(event.imageId(), id -> new ArrayList<>())
                        .add(event));
        List<List<ImageIngested>> groups =
                byPixels.values().stream().filter(group -> group.size() > 1).toList();
        long across = groups.stream()
                .filter(group ->
                        group.stream().map(ImageIngested::split).distinct().count() > 1)
                .count();
        long conflicts = result.standings().stream()
                .filter(standing -> standing.reasons().contains(QuarantineReason.CONFLICTING_LABELS))
                .map(LabelChecked::imageId)
                .distinct()
                .count();
        Map<String, long[]> counts = new LinkedHashMap<>();
        counts.put("groups of equal pixels", new long[] {groups.size(), known.equal()});
        counts.put("groups of equal pixels across splits", new long[] {across, known.across()});
        counts.put("equal pixels with different labels", new long[] {conflicts, known.conflicts()});
        counts.forEach((what, count) -> {
            row(rows, known, what, count[0], "found");
            targets.add(new Target(known.title() + ", " + what, count[0], count[1], Target.Kind.AT_LEAST, ""));
            targets.add(new Target(known.title() + ", " + what, count[0], count[1], Target.Kind.AT_MOST, ""));
        });
    }

    private static void row(List<Measurement> rows, KnownSet known, String what, double value, String unit) {
        rows.add(new Measurement(what, known.title(), value, value, value, unit));
    }
}

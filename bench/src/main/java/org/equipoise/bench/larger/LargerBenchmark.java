package org.equipoise.bench.larger;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.bench.Options;
import org.equipoise.bench.UnusableOptionException;
import org.equipoise.bench.report.Measurement;
import org.equipoise.bench.report.Report;
import org.equipoise.bench.report.Target;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;

/**
 * Shards of a split of large images in a process whose heap is much smaller than the split; then as many images through
 * the whole stack, with the memory of each service.
 */
public final class LargerBenchmark {

    /** MiB that the augment service may have in all. */
    private static final double MOST_MEBIBYTES = 512;

    /** As the trainer cuts a run: 8 MiB of samples in whole batches of 64, at least one. */
    private static final int SHARD_BYTES = 8 << 20;

    private static final int BATCH = 64;
    private static final int MOST_IN_A_SHARD = 512;

    private LargerBenchmark() {}

    /** Measures one epoch. */
    public static Report run(Options options, PrintStream out) {
        options.only("images", "side", "heap", "parts", "markdown");
        List<String> parts = List.of(options.text("parts", "augment,whole").split(","));
        if (!List.of("augment", "whole").containsAll(parts)) {
            throw new UnusableOptionException("parts must be of augment and whole, got " + parts);
        }
        int images = options.count("images", 10_000);
        int side = options.count("side", 224);
        int heap = options.count("heap", 256);
        if (side < 8 || side > 512) {
            throw new UnusableOptionException("side must be 8 to 512, got " + side);
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("images", images);
        settings.put("side", side);
        settings.put("channels", 3);
        double split = images * (double) side * side * 3 / (1 << 20);
        List<Measurement> rows = new ArrayList<>(List.of(Measurement.once("training split", split, "MiB")));
        List<String> notes = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        if (parts.contains("augment")) {
            augment(options.project(), settings, images, side, heap, rows, notes, targets, out);
        }
        if (parts.contains("whole")) {
            WholeRun whole = WholeRun.measure(options.project(), images, side, out);
            rows.addAll(whole.measurements());
            notes.addAll(whole.notes());
            targets.addAll(whole.targets());
        }
        return new Report("larger", settings, rows, notes, Map.of(), targets);
    }

    private static void augment(
            Path project,
            Map<String, Object> settings,
            int images,
            int side,
            int heap,
            List<Measurement> rows,
            List<String> notes,
            List<Target> targets,
            PrintStream out) {
        int perShard = Math.max(1, Math.min(MOST_IN_A_SHARD, SHARD_BYTES / (side * side * 3)) / BATCH) * BATCH;
        out.printf("an epoch of %,d images of %d x %d RGB, with a heap of %d MiB%n", images, side, side, heap);
        LargerWorker.Measured measured = measured(project, images, side, perShard, heap);
        settings.put("heapMebibytes", heap);
        settings.put("imagesPerShard", perShard);
        settings.put("workers", 2);
        rows.addAll(List.of(
                Measurement.once("fetched, packed into the cache folder, checked", measured.fetchSeconds(), "s"),
                Measurement.once("cache folder", measured.fileBytes() / (double) (1 << 20), "MiB"),
                Measurement.once("shards of one epoch", measured.images() / measured.shardSeconds(), "images/s"),
                Measurement.once("largest resident set of the process", measured.peakMebibytes(), "MiB")));
        notes.add("the augment service's own classes in a process of their own, heap by -Xmx; the packs are noise,"
                + " drawn by the same process when they are asked for, and the shards are dropped");
        notes.add(
                "flip 1/2, rotation 10 degrees, zoom 10 %, shift 8 %, classes drawn evenly: any image of the split may"
                        + " come next");
        targets.add(new Target(
                "resident set while shards are made",
                measured.peakMebibytes(),
                MOST_MEBIBYTES,
                Target.Kind.BELOW,
                "MiB"));
        targets.add(Target.atLeast("images of the epoch", measured.images(), images));
    }

    private static LargerWorker.Measured measured(Path project, int images, int side, int perShard, int heap) {
        try {
            Files.createDirectories(project.resolve("bench/results"));
            Path folder = Files.createTempDirectory(project.resolve("bench/results"), "larger-");
            try {
                Process process = new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Xmx" + heap + "m",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                LargerWorker.class.getName(),
                                Integer.toString(images),
                                Integer.toString(side),
                                Integer.toString(perShard),
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                byte[] answer = process.getInputStream().readAllBytes();
                if (process.waitFor() != 0) {
                    throw new IllegalStateException("the measured process failed");
                }
                return EventCodec.read(answer, LargerWorker.Measured.class);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MalformedEventException e) {
            throw new IllegalStateException("the measured process answered " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}

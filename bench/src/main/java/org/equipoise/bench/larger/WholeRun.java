package org.equipoise.bench.larger;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.equipoise.bench.report.Measurement;
import org.equipoise.bench.report.Target;
import org.equipoise.bench.stack.FreshStack;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.local.client.DatasetClient;
import org.equipoise.local.client.IngestionProgress;
import org.equipoise.local.client.Progress;
import org.equipoise.local.client.PublishOptions;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.client.StudyPublisher;
import org.equipoise.local.client.TrainingClient;
import org.equipoise.local.client.TrainingOutcome;
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.stack.LocalStack;

/**
 * Large images through the embedded stack, from their import to the gate's decision after one epoch. Each service is a
 * process of its own, with the heap that {@code equipoise up} gives it.
 *
 * @param importSeconds until ingest has taken every image
 * @param freezeSeconds until they are packed
 * @param trainSeconds from the request to the decision
 * @param failure why there is no model; empty if there is one
 * @param augmentMebibytes largest resident set of the augment service
 * @param trainerMebibytes the same of the trainer
 */
record WholeRun(
        int images,
        double importSeconds,
        double freezeSeconds,
        double trainSeconds,
        String failure,
        double augmentMebibytes,
        double trainerMebibytes) {

    private static final String DATASET = "larger";
    private static final String INGEST = "ingest-service";
    private static final String AUGMENT = "augment-service";
    private static final String TRAINER = "trainer-service";
    private static final Duration IMPORT_PATIENCE = Duration.ofMinutes(10);
    private static final Duration TRAINING_PATIENCE = Duration.ofHours(1);

    /** MiB that each may have in all. */
    private static final double MOST_AUGMENT = 512;

    private static final double MOST_TRAINER = 1024;

    /** Starts a stack on a fresh home, runs, and stops it. */
    static WholeRun measure(Path project, int images, int side, PrintStream out) {
        try (LocalStack stack = FreshStack.start(project, "larger", Set.of(INGEST, AUGMENT, TRAINER), out)) {
            StackConnection connection = stack.connection();
            long begin = System.nanoTime();
            bringIn(connection, LargePhantoms.of(images, side), out);
            double imported = seconds(begin);
            begin = System.nanoTime();
            DatasetFrozen frozen = new DatasetClient(connection).freeze(DATASET, side);
            double froze = seconds(begin);
            out.printf("imported in %.0f s, frozen in %.0f s; training one epoch%n", imported, froze);
            begin = System.nanoTime();
            var trainer = new TrainingClient(connection, Clock.systemUTC());
            var request =
                    trainer.request(frozen, new TrainingClient.Request(DATASET, "auto", Map.of("epochs", "1"), 1));
            TrainingOutcome outcome =
                    trainer.follow(request.runId(), TRAINING_PATIENCE, event -> out.println("  " + event.message()));
            String failure = outcome instanceof TrainingOutcome.Failed failed ? failed.reason() : "";
            // A service that died and was started again would have forgotten its peak.
            for (String service : List.of(AUGMENT, TRAINER)) {
                failure += stack.restarts(service) > 0 ? " " + service + " died on the way" : "";
            }
            return new WholeRun(
                    images,
                    imported,
                    froze,
                    seconds(begin),
                    failure.strip(),
                    peakMebibytes(stack.pid(AUGMENT)),
                    peakMebibytes(stack.pid(TRAINER)));
        }
    }

    private static void bringIn(StackConnection connection, ImageSet set, PrintStream out) {
        out.printf("the whole stack: importing %,d images%n", set.images().size());
        try (var publisher = new StudyPublisher(connection, Clock.systemUTC())) {
            publisher.declare(DATASET, new LabelSet(set.classes()));
            var publication = publisher.publish(set.images(), PublishOptions.collect(DATASET, "OT"), Progress.NONE);
            IngestionProgress.await(connection, publication, IMPORT_PATIENCE, Progress.NONE);
        }
    }

    List<Measurement> measurements() {
        return List.of(
                Measurement.once("whole: imported, drawing included", importSeconds, "s"),
                Measurement.once("whole: frozen", freezeSeconds, "s"),
                Measurement.once("whole: one epoch, from the request to the decision", trainSeconds, "s"),
                Measurement.once("whole: largest resident set of augment", augmentMebibytes, "MiB"),
                Measurement.once("whole: largest resident set of the trainer", trainerMebibytes, "MiB"));
    }

    List<String> notes() {
        String how =
                "whole: each service in a process of its own, as equipoise up starts it; phantoms, enlarged, recipe"
                        + " auto with epochs=1; resident sets hold native memory, too";
        return failure.isEmpty() ? List.of(how) : List.of(how, "whole: FAILED: " + failure);
    }

    List<Target> targets() {
        return List.of(
                Target.atLeast("whole: training runs that gave a model", failure.isEmpty() ? 1 : 0, 1),
                new Target(
                        "whole: resident set of augment", augmentMebibytes, MOST_AUGMENT, Target.Kind.AT_MOST, "MiB"),
                new Target(
                        "whole: resident set of the trainer",
                        trainerMebibytes,
                        MOST_TRAINER,
                        Target.Kind.AT_MOST,
                        "MiB"));
    }

    /** The largest resident set that the process has had so far. */
    static double peakMebibytes(long pid) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException("process " + pid + " cannot be looked at", e);
        }
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}

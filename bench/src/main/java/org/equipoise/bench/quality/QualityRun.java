package org.equipoise.bench.quality;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.equipoise.bench.report.Origin;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.local.client.DatasetClient;
import org.equipoise.local.client.IngestionProgress;
import org.equipoise.local.client.Progress;
import org.equipoise.local.client.Publication;
import org.equipoise.local.client.PublishOptions;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.client.StudyPublisher;
import org.equipoise.local.client.TrainingClient;
import org.equipoise.local.client.TrainingOutcome;
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.ImageSets;
import org.jspecify.annotations.Nullable;

/** Imports and trains against a running stack, as a person does with the command line. */
final class QualityRun {

    /** How long ingest may do nothing. */
    private static final Duration IMPORT_PATIENCE = Duration.ofMinutes(10);

    /** How long a trainer may be silent: as long as its slowest study may take, twice. */
    static final Duration TRAINING_PATIENCE = Duration.ofHours(1);

    /** Gets every result as soon as it is there. */
    @FunctionalInterface
    interface Listener {
        void trained(Study study, String variant, SeedResult result);
    }

    private final StackConnection connection;
    private final Clock clock;
    private final PrintStream out;
    private final Origin origin;
    private final Listener listener;
    private final @Nullable String backbone;

    /**
     * A run on a stack that keeps no pretrained network.
     *
     * @param origin this call
     */
    QualityRun(StackConnection connection, Clock clock, PrintStream out, Origin origin, Listener listener) {
        this(connection, clock, out, origin, listener, null);
    }

    private QualityRun(
            StackConnection connection,
            Clock clock,
            PrintStream out,
            Origin origin,
            Listener listener,
            @Nullable String backbone) {
        this.connection = connection;
        this.clock = clock;
        this.out = out;
        this.origin = origin;
        this.listener = listener;
        this.backbone = backbone;
    }

    /** The same once the stack keeps a pretrained network: what is trained from now on is marked by it. */
    QualityRun keeping(GivenBackbone given) {
        return new QualityRun(connection, clock, out, origin, listener, given.identity());
    }

    /**
     * Every variant of the study with every seed.
     *
     * @param variants a recipe and what is replaced of it
     */
    List<StudyResult> train(Study study, Path set, List<Variant> variants, List<Long> seeds) {
        return train(study, freeze(study, set), variants, seeds);
    }

    /** The same of a study that is frozen. */
    List<StudyResult> train(Study study, DatasetFrozen frozen, List<Variant> variants, List<Long> seeds) {
        List<StudyResult> results = new ArrayList<>();
        for (Variant variant : variants) {
            var result = new StudyResult(study, variant.name());
            for (long seed : seeds) {
                train(frozen, result, variant, seed);
            }
            results.add(result);
        }
        return results;
    }

    /** Imports what the study takes of its set, and freezes it. */
    DatasetFrozen freeze(Study study, Path set) {
        try (ImageSet whole = ImageSets.open(set);
                var publisher = new StudyPublisher(connection, clock)) {
            ImageSet kept = study.of(whole);
            out.println(study.title() + ": importing " + kept.images().size() + " images");
            publisher.declare(study.key(), new LabelSet(kept.classes()));
            Publication publication = publisher.publish(
                    kept.images(), PublishOptions.collect(study.key(), study.modality()), Progress.NONE);
            IngestionProgress.await(connection, publication, IMPORT_PATIENCE, Progress.NONE);
        }
        return new DatasetClient(connection).freeze(study.key(), study.side());
    }

    private void train(DatasetFrozen frozen, StudyResult result, Variant variant, long seed) {
        String model = result.study().key() + "-" + variant.model();
        long begin = System.nanoTime();
        TrainingOutcome outcome = outcome(frozen, model, variant, seed);
        double minutes = (System.nanoTime() - begin) / 60e9;
        var trained = SeedResult.of(seed, outcome, minutes, origin, backbone);
        result.add(trained);
        listener.trained(result.study(), result.variant(), trained);
    }

    /** One training, to the gate's decision or its failure. */
    TrainingOutcome outcome(DatasetFrozen frozen, String model, Variant variant, long seed) {
        var trainer = new TrainingClient(connection, clock);
        var request =
                trainer.request(frozen, new TrainingClient.Request(model, variant.recipe(), variant.settings(), seed));
        return trainer.follow(request.runId(), TRAINING_PATIENCE, progress -> {});
    }
}

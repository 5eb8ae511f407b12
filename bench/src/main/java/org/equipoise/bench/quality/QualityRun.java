package org.equipoise.bench.quality;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
import org.equipoise.local.sets.Keep;

/** Imports and trains against a running stack, as a person does with the command line. */
final class QualityRun {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final StackConnection connection;
    private final Clock clock;
    private final PrintStream out;
    private final Map<String, String> settings;

    /** @param settings of the recipes, replaced in every run; empty for honest numbers */
    QualityRun(StackConnection connection, Clock clock, PrintStream out, Map<String, String> settings) {
        this.connection = connection;
        this.clock = clock;
        this.out = out;
        this.settings = Map.copyOf(settings);
    }

    /** Every recipe of the study with seeds 1 to {@code seeds}. */
    List<StudyResult> train(Study study, Path set, int seeds) {
        DatasetFrozen frozen = freeze(study, set);
        List<StudyResult> results = new ArrayList<>();
        for (String recipe : study.recipes()) {
            var result = new StudyResult(study, recipe);
            for (long seed = 1; seed <= seeds; seed++) {
                train(frozen, result, seed);
            }
            results.add(result);
        }
        return results;
    }

    private DatasetFrozen freeze(Study study, Path set) {
        try (ImageSet whole = ImageSets.open(set);
                var publisher = new StudyPublisher(connection, clock)) {
            ImageSet kept = Keep.of(whole, study.keep());
            out.println(study.title() + ": importing " + kept.images().size() + " images");
            publisher.declare(study.key(), new LabelSet(kept.classes()));
            Publication publication = publisher.publish(
                    kept.images(), PublishOptions.collect(study.key(), study.modality()), Progress.NONE);
            IngestionProgress.await(connection, publication, PATIENCE, Progress.NONE);
        }
        return new DatasetClient(connection).freeze(study.key(), null);
    }

    private void train(DatasetFrozen frozen, StudyResult result, long seed) {
        String model = result.study().key() + "-" + result.recipe();
        var trainer = new TrainingClient(connection, clock);
        long begin = System.nanoTime();
        var request = trainer.request(frozen, new TrainingClient.Request(model, result.recipe(), settings, seed));
        TrainingOutcome outcome = trainer.follow(request.runId(), PATIENCE, progress -> {});
        double minutes = (System.nanoTime() - begin) / 60e9;
        result.add(seed, outcome, minutes);
        String found = outcome.decided()
                .map(decided -> String.format(
                        Locale.ROOT,
                        "balanced accuracy %.3f, accuracy %.3f",
                        decided.trained().test().balancedAccuracy(),
                        decided.trained().test().accuracy()))
                .orElse("failed");
        out.printf(
                Locale.ROOT,
                "%s, %s, seed %d: %s, %.1f min%n",
                result.study().title(),
                result.recipe(),
                seed,
                found,
                minutes);
    }
}

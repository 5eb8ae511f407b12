package org.equipoise.ingest.erasing;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

import org.equipoise.common.events.EventExamples;
import org.equipoise.common.events.ModelTrained;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.ingest.erasing.ErasureLogs.Kind;
import org.equipoise.ingest.erasing.ErasureLogs.Reference;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RunsTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String VERSION = "aaaaaaaaaaaa";
    private static final Set<String> VERSIONS = Set.of("chest/" + VERSION);

    private final Runs runs = new Runs();

    /** Its evaluation, its model and its canaries are to come. */
    @Test
    void aRunThatHasFinishedItsTrainingIsNotOver() {
        runs.requested(request("run", "auto", NOW));
        runs.progressed(progress("run", Phase.FINISHED, NOW));

        assertThat(runs.references(VERSIONS, NOW)).extracting(Reference::kind).containsExactly(Kind.RUNNING);
    }

    @Test
    void aRunThatExaminesLabelsIsOverWhenItHasFinished() {
        runs.requested(request("run", "labels", NOW));
        runs.progressed(progress("run", Phase.FINISHED, NOW));

        assertThat(runs.references(VERSIONS, NOW)).isEmpty();
    }

    @Test
    void aRunThatFailedIsOverAndItsShardsAreKnown() {
        runs.requested(request("run", "auto", NOW));
        runs.progressed(progress("run", Phase.FAILED, NOW));

        assertThat(runs.references(VERSIONS, NOW)).isEmpty();
        assertThat(runs.runIds(VERSIONS)).containsExactly("run");
        assertThat(runs.runIds(Set.of("chest/another"))).isEmpty();
    }

    @Test
    void aRunOfWhichNothingWasHeardForAWeekIsNotWaitedFor() {
        runs.requested(request("silent", "auto", NOW.minus(Duration.ofDays(8))));
        runs.requested(request("slow", "auto", NOW.minus(Duration.ofDays(8))));
        runs.progressed(progress("slow", Phase.EPOCH, NOW.minus(Duration.ofDays(6))));
        runs.requested(request("waits", "auto", NOW.minus(Duration.ofDays(6))));

        assertThat(runs.references(VERSIONS, NOW)).extracting(Reference::name).containsExactly("slow", "waits");
    }

    @Test
    void aRegisteredModelIsKnownAlsoWithoutItsRequest() {
        ModelTrained trained = EventExamples.modelTrained();
        runs.trained(trained);

        String key = trained.dataset() + "/" + trained.datasetVersion();
        assertThat(runs.trained()).extracting(Reference::artifactKey).containsExactly(trained.artifactKey());
        assertThat(runs.references(Set.of(key), NOW)).isEqualTo(runs.trained());
        assertThat(runs.references(VERSIONS, NOW)).isEmpty();
        assertThat(runs.runIds(Set.of(key))).containsExactly(trained.runId());
    }

    private static TrainingRequested request(String runId, String recipe, Instant at) {
        return new TrainingRequested(runId, "lung", "chest", VERSION, recipe, Map.of(), 1, at);
    }

    private static TrainingProgressed progress(String runId, Phase phase, Instant at) {
        return new TrainingProgressed(runId, "lung", phase, 1, 1, null, "so it is", at);
    }
}

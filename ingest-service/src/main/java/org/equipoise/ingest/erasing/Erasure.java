package org.equipoise.ingest.erasing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

import org.equipoise.common.events.ImageErased;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.ingest.erasing.ErasureLogs.Reference;
import org.equipoise.ingest.erasing.PatientTraces.TracedImage;

/**
 * Erases everything of a patient. Everything that is left to do is found again from the logs, so that an erasure that
 * broke off anywhere is finished by asking again; asking again after it is done does nothing.
 */
public final class Erasure {

    private static final Duration BETWEEN = Duration.ofMillis(250);
    private static final int MOST_LOOKS = 120;

    private final ErasureLogs logs;
    private final ObjectStore store;
    private final VersionRemoval versions;
    private final InstantSource clock;
    private final Pause pause;

    /** Waits. */
    @FunctionalInterface
    public interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    public Erasure(ErasureLogs logs, ObjectStore store, InstantSource clock, Pause pause) {
        this.logs = logs;
        this.store = store;
        this.versions = new VersionRemoval(store, logs);
        this.clock = clock;
        this.pause = pause;
    }

    /** What would go, and what would stay. Changes nothing. */
    public ErasureReport preview(SortedSet<String> patientGroups, boolean withVersions) {
        return new ErasurePlan(patientGroups, logs, store).report(withVersions);
    }

    /**
     * Erases, unless the report has refusals.
     *
     * @param by the name of the key that asks
     * @param withVersions whether versions go that a champion was trained on
     * @throws StillStandingException if the images could not be taken out of their datasets yet; nothing was deleted,
     *     and asking again goes on
     */
    public ErasureReport erase(SortedSet<String> patientGroups, boolean withVersions, String by) {
        var plan = new ErasurePlan(patientGroups, logs, store);
        ErasureReport report = plan.report(withVersions);
        if (!report.refusals().isEmpty()) {
            return report;
        }
        Instant now = clock.instant();
        String group = patientGroups.first();
        // Before anything is deleted: what is erased is in no version that is frozen from now on.
        Set<TracedImage> standing = logs.standing(plan.traces.images());
        logs.erased(plan.traces.images().stream()
                .filter(image -> standing.contains(image) || plan.isStored(image))
                .map(image -> new ImageErased(image.dataset(), image.imageId(), group, by, now))
                .toList());
        awaitNoStanding(plan);
        // What is found by way of the versions goes before them.
        plan.references.stream().map(Reference::runId).distinct().forEach(this::deleteShards);
        plan.canaryKeys.forEach(key -> store.delete(Bucket.MODELS, key));
        plan.inOrder.forEach(versions::remove);
        for (TracedImage image : plan.traces.images()) {
            store.delete(Bucket.IMAGES, ObjectKeys.image(image.dataset(), image.imageId()));
        }
        delete(Bucket.QUARANTINE, plan.traces.refused());
        delete(Bucket.STUDIES, plan.traces.originals());
        return report.asDone();
    }

    private void deleteShards(String runId) {
        List<String> keys = store.list(Bucket.SHARDS, runId + "/");
        keys.forEach(key -> store.delete(Bucket.SHARDS, key));
    }

    private void delete(Bucket bucket, SortedSet<String> keys) {
        keys.stream().filter(ObjectKeys::isPossible).forEach(key -> store.delete(bucket, key));
    }

    private void awaitNoStanding(ErasurePlan plan) {
        for (int look = 0; look < MOST_LOOKS; look++) {
            if (logs.standing(plan.traces.images()).isEmpty()) {
                return;
            }
            try {
                pause.of(BETWEEN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StillStandingException(e);
            }
        }
        throw new StillStandingException(null);
    }
}

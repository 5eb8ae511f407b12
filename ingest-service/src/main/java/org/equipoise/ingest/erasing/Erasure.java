package org.equipoise.ingest.erasing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.SortedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.equipoise.common.events.ImageErased;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.ingest.doors.Originals;
import org.equipoise.ingest.erasing.PatientTraces.TracedImage;

/**
 * Erases everything of a patient. Everything that is left to do is found again from the logs, so that an erasure that
 * broke off anywhere is finished by asking again; asking again after it is done does nothing.
 */
public final class Erasure {

    private static final Duration BETWEEN = Duration.ofMillis(250);

    /** For which the checks may be behind, by the clock: an operator waits for the answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How often it goes on with what arrived meanwhile. */
    private static final int MOST_ROUNDS = 3;

    /** Of a frame that came through a door: its study, its instance, and what is the frame's. */
    private static final Pattern DOOR_KEY = Pattern.compile("dicom/([0-9.]{1,64}/[0-9.]{1,64})/[^/]+");

    private final ErasureLogs logs;
    private final ObjectStore store;
    private final Originals kept;
    private final VersionRemoval versions;
    private final InstantSource clock;
    private final Pause pause;

    /** Waits. */
    @FunctionalInterface
    public interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    /** @param kept DICOM objects as they came, where they are kept */
    public Erasure(ErasureLogs logs, ObjectStore store, Originals kept, InstantSource clock, Pause pause) {
        this.logs = logs;
        this.store = store;
        this.kept = kept;
        this.versions = new VersionRemoval(store, logs);
        this.clock = clock;
        this.pause = pause;
    }

    /** What would go, and what would stay. Changes nothing. */
    public ErasureReport preview(SortedSet<String> patientGroups, boolean withVersions) {
        return new ErasurePlan(patientGroups, logs, store).report(withVersions);
    }

    /**
     * Erases, unless the report has refusals. What arrives of the patient meanwhile is erased, too, as far as the logs
     * say it when everything else is gone.
     *
     * @param by the name of the key that asks
     * @param withVersions whether versions go that a champion was trained on, or whose manifests are damaged
     * @throws StillStandingException if the images could not be taken out of their datasets yet, or more and more of
     *     the patient arrives; asking again goes on
     */
    public ErasureReport erase(SortedSet<String> patientGroups, boolean withVersions, String by) {
        var plan = new ErasurePlan(patientGroups, logs, store);
        ErasureReport report = plan.report(withVersions);
        if (!report.refusals().isEmpty()) {
            return report;
        }
        carryOut(plan, by);
        for (int round = 1; plan.leaves(logs.traces(patientGroups)); round++) {
            if (round == MOST_ROUNDS) {
                throw StillStandingException.arriving();
            }
            plan = new ErasurePlan(patientGroups, logs, store);
            report = report.and(plan.report(withVersions));
            if (!report.refusals().isEmpty()) {
                // It is begun: whoever asks again is told what refuses the rest.
                throw StillStandingException.arriving();
            }
            carryOut(plan, by);
        }
        return report.asDone();
    }

    private void carryOut(ErasurePlan plan, String by) {
        String group = plan.groups.first();
        try (ErasureLogs.Standing standings = logs.standing(plan.traces.images())) {
            // Before anything is deleted: what is erased is in no version that is frozen from now on.
            Set<TracedImage> standing = standings.now();
            Instant now = clock.instant();
            logs.erased(plan.traces.images().stream()
                    .filter(image -> standing.contains(image) || plan.isStored(image))
                    .map(image -> new ImageErased(image.dataset(), image.imageId(), group, by, now))
                    .toList());
            awaitNone(standings);
        }
        // What is found by way of the versions goes before them.
        plan.runIds.forEach(versions::removeShards);
        plan.canaries.keySet().forEach(key -> store.delete(Bucket.MODELS, key));
        plan.inOrder.forEach(versions::remove);
        for (TracedImage image : plan.traces.images()) {
            store.delete(Bucket.IMAGES, ObjectKeys.image(image.dataset(), image.imageId()));
        }
        plan.traces.originals().stream()
                .map(DOOR_KEY::matcher)
                .filter(Matcher::matches)
                .map(key -> key.group(1))
                .distinct()
                .forEach(kept::forget);
        delete(Bucket.QUARANTINE, plan.traces.refused());
        delete(Bucket.STUDIES, plan.traces.originals());
    }

    private void delete(Bucket bucket, SortedSet<String> keys) {
        keys.stream().filter(ObjectKeys::isPossible).forEach(key -> store.delete(bucket, key));
    }

    private void awaitNone(ErasureLogs.Standing standings) {
        Instant deadline = clock.instant().plus(PATIENCE);
        while (!standings.now().isEmpty()) {
            if (!clock.instant().isBefore(deadline)) {
                throw StillStandingException.behind(null);
            }
            try {
                pause.of(BETWEEN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw StillStandingException.behind(e);
            }
        }
    }
}

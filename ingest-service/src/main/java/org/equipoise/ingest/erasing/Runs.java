package org.equipoise.ingest.erasing;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelTrained;
import org.equipoise.common.events.ShardRequested;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.ingest.erasing.ErasureLogs.Kind;
import org.equipoise.ingest.erasing.ErasureLogs.Reference;

/** Who was trained, or is being trained, on what, by the records of the topics of training. */
public final class Runs {

    /** A run of which nothing was heard for so long is not waited for: nobody carries it out. */
    public static final Duration SILENCE = Duration.ofDays(7);

    /** The recipe that trains no model: nothing follows when it has finished. */
    private static final String EXAMINES_LABELS = "labels";

    private final Map<String, ModelDecided> decided = new HashMap<>();
    private final Map<String, ModelTrained> trained = new TreeMap<>();
    private final Map<String, TrainingRequested> requested = new TreeMap<>();
    private final Map<String, Set<String>> runsByVersion = new HashMap<>();
    private final Map<String, Instant> heard = new HashMap<>();
    private final Set<String> registered = new HashSet<>();
    private final Set<String> failed = new HashSet<>();
    private final Set<String> finished = new HashSet<>();

    /** Takes a record; the last one of a model counts. */
    public void decided(ModelDecided event) {
        decided.put(event.model(), event);
    }

    /** Takes a record. */
    public void trained(ModelTrained event) {
        trained.put(event.model() + "/" + event.version(), event);
        registered.add(event.runId());
        runOf(event.dataset(), event.datasetVersion(), event.runId());
    }

    /** Takes a record. */
    public void requested(TrainingRequested event) {
        requested.put(event.runId(), event);
        heard(event.runId(), event.requestedAt());
        runOf(event.dataset(), event.datasetVersion(), event.runId());
    }

    /** Takes a record. */
    public void requested(ShardRequested event) {
        runOf(event.dataset(), event.datasetVersion(), event.runId());
    }

    /** Takes a record. */
    public void progressed(TrainingProgressed event) {
        heard(event.runId(), event.at());
        if (event.phase() == Phase.FAILED) {
            failed.add(event.runId());
        } else if (event.phase() == Phase.FINISHED) {
            finished.add(event.runId());
        }
    }

    private void heard(String runId, Instant at) {
        heard.merge(runId, at, (a, b) -> a.isAfter(b) ? a : b);
    }

    private void runOf(String dataset, String version, String runId) {
        runsByVersion
                .computeIfAbsent(dataset + "/" + version, key -> new HashSet<>())
                .add(runId);
    }

    /** Every model version that was registered, by name. */
    public List<Reference> trained() {
        return trained.values().stream().map(this::reference).toList();
    }

    private Reference reference(ModelTrained event) {
        ModelDecided last = decided.get(event.model());
        boolean champion = last != null
                && last.champion() != null
                && last.champion().version().equals(event.version());
        return new Reference(
                event.dataset(),
                event.datasetVersion(),
                champion ? Kind.CHAMPION : Kind.REGISTERED,
                event.model() + "/" + event.version(),
                event.runId(),
                event.artifactKey());
    }

    /**
     * Who refers to these versions.
     *
     * @param versions keys of {@code datasets.frozen}
     */
    public List<Reference> references(Set<String> versions, Instant now) {
        return Stream.concat(
                        trained().stream(),
                        requested.values().stream()
                                .filter(request -> isUnderWay(request, now))
                                .map(request -> new Reference(
                                        request.dataset(),
                                        request.datasetVersion(),
                                        Kind.RUNNING,
                                        request.runId(),
                                        request.runId(),
                                        "")))
                .filter(one -> versions.contains(one.dataset() + "/" + one.datasetVersion()))
                .sorted(Comparator.comparing(one -> one.kind() == Kind.RUNNING))
                .toList();
    }

    /** A run that has finished its training is evaluated still: its model, and its canaries, are to come. */
    private boolean isUnderWay(TrainingRequested request, Instant now) {
        String runId = request.runId();
        boolean over = registered.contains(runId)
                || failed.contains(runId)
                || (request.recipe().equals(EXAMINES_LABELS) && finished.contains(runId));
        return !over && heard.getOrDefault(runId, request.requestedAt()).isAfter(now.minus(SILENCE));
    }

    /** Every run on any of these versions that is known of, whatever became of it. */
    public SortedSet<String> runIds(Set<String> versions) {
        var runIds = new TreeSet<String>();
        versions.forEach(version -> runIds.addAll(runsByVersion.getOrDefault(version, Set.of())));
        return runIds;
    }
}

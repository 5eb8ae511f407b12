package org.equipoise.ingest.erasing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ImageErased;
import org.equipoise.ingest.erasing.PatientTraces.TracedImage;

/** Logs in memory. An image that is erased loses its standing at the next look. */
final class FakeLogs implements ErasureLogs {

    final Set<TracedImage> images = new TreeSet<>();
    final Set<String> originals = new TreeSet<>();
    final Set<String> refused = new TreeSet<>();
    final List<DatasetFrozen> versions = new ArrayList<>();
    final List<Reference> references = new ArrayList<>();
    final Set<TracedImage> standing = new HashSet<>();
    final List<ImageErased> erased = new ArrayList<>();
    final Map<String, Set<String>> runIds = new HashMap<>();

    /** What happens before the second look for traces, and before each one after it. */
    final Deque<Runnable> meanwhile = new ArrayDeque<>();

    boolean behind;
    private boolean looked;

    @Override
    public PatientTraces traces(Set<String> patientGroups) {
        if (looked && !meanwhile.isEmpty()) {
            meanwhile.remove().run();
        }
        looked = true;
        return new PatientTraces(new TreeSet<>(images), new TreeSet<>(originals), new TreeSet<>(refused));
    }

    @Override
    public List<DatasetFrozen> versions() {
        return List.copyOf(versions);
    }

    @Override
    public List<Reference> references(List<DatasetFrozen> of) {
        Set<String> keys = of.stream().map(DatasetFrozen::key).collect(Collectors.toSet());
        return references.stream()
                .filter(one -> keys.contains(one.dataset() + "/" + one.datasetVersion()))
                .toList();
    }

    @Override
    public List<Reference> trained() {
        return references.stream().filter(one -> one.kind() != Kind.RUNNING).toList();
    }

    @Override
    public SortedSet<String> runIds(List<DatasetFrozen> of) {
        return of.stream()
                .flatMap(version -> runIds.getOrDefault(version.key(), Set.of()).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public Standing standing(Set<TracedImage> of) {
        return new Standing() {
            @Override
            public Set<TracedImage> now() {
                Set<TracedImage> still = new HashSet<>(standing);
                still.retainAll(of);
                if (!behind) {
                    erased.forEach(event -> standing.remove(new TracedImage(event.dataset(), event.imageId())));
                }
                return still;
            }

            @Override
            public void close() {
                // In memory.
            }
        };
    }

    @Override
    public void erased(List<ImageErased> events) {
        erased.addAll(events);
    }

    @Override
    public void removed(DatasetFrozen version) {
        versions.removeIf(known -> known.key().equals(version.key()));
    }
}

package org.equipoise.ingest.erasing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
    boolean behind;

    @Override
    public PatientTraces traces(Set<String> patientGroups) {
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
    public Set<TracedImage> standing(Set<TracedImage> of) {
        Set<TracedImage> still = new HashSet<>(standing);
        still.retainAll(of);
        if (!behind) {
            erased.forEach(event -> standing.remove(new TracedImage(event.dataset(), event.imageId())));
        }
        return still;
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

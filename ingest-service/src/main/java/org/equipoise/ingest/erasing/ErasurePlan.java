package org.equipoise.ingest.erasing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.common.versions.StoredManifests;
import org.equipoise.common.versions.UnreadableManifestException;
import org.equipoise.common.words.Counted;
import org.equipoise.ingest.erasing.ErasureLogs.Kind;
import org.equipoise.ingest.erasing.ErasureLogs.Reference;
import org.equipoise.ingest.erasing.PatientTraces.TracedImage;

/** Finds everything of a patient that is stored, and what would stay. */
final class ErasurePlan {

    private static final String CANARIES = "/canaries.npz";
    private static final int ID_BYTES = 32;

    final SortedSet<String> groups;
    final PatientTraces traces;
    final Map<DatasetFrozen, Long> versions = new HashMap<>();
    final List<DatasetFrozen> inOrder = new ArrayList<>();
    final List<Reference> references;
    final SortedSet<String> canaryKeys = new TreeSet<>();
    private final ObjectStore store;
    private final Set<String> imageIds = new HashSet<>();

    ErasurePlan(SortedSet<String> groups, ErasureLogs logs, ObjectStore store) {
        this.groups = groups;
        this.store = store;
        traces = logs.traces(groups);
        traces.images().forEach(image -> imageIds.add(image.imageId()));
        for (DatasetFrozen frozen : logs.versions()) {
            held(frozen).ifPresent(images -> {
                versions.put(frozen, images);
                inOrder.add(frozen);
            });
        }
        references = logs.references(inOrder);
        references.stream()
                .map(Reference::artifactKey)
                .filter(key -> !key.isEmpty())
                .forEach(key -> {
                    if (isCanary(key + CANARIES)) {
                        canaryKeys.add(key + CANARIES);
                    }
                });
    }

    /** How many images of the patient a version holds; empty for none. One that cannot be read may hold any. */
    private Optional<Long> held(DatasetFrozen frozen) {
        if (imageIds.isEmpty()) {
            return Optional.empty();
        }
        long[] images = new long[1];
        try {
            new StoredManifests(store).of(frozen, entry -> {
                if (imageIds.contains(entry.imageId())) {
                    images[0]++;
                }
            });
        } catch (UnreadableManifestException e) {
            boolean mine =
                    traces.images().stream().anyMatch(image -> image.dataset().equals(frozen.dataset()));
            return mine ? Optional.of(images[0]) : Optional.empty();
        }
        return images[0] == 0 ? Optional.empty() : Optional.of(images[0]);
    }

    private boolean isCanary(String key) {
        Optional<byte[]> npz = store.get(Bucket.MODELS, key);
        if (npz.isEmpty()) {
            return false;
        }
        NpyArray ids = Npz.read(npz.get()).get("imageIds");
        if (ids == null) {
            return false;
        }
        byte[] bytes = ids.bytes();
        for (int from = 0; from + ID_BYTES <= bytes.length; from += ID_BYTES) {
            if (imageIds.contains(HexFormat.of().formatHex(bytes, from, from + ID_BYTES))) {
                return true;
            }
        }
        return false;
    }

    /**
     * In words and numbers.
     *
     * @param withVersions whether versions go that a champion was trained on
     */
    ErasureReport report(boolean withVersions) {
        Map<String, Integer> images = new TreeMap<>();
        for (TracedImage image : traces.images()) {
            if (isStored(image)) {
                images.merge(image.dataset(), 1, Integer::sum);
            }
        }
        return new ErasureReport(
                false,
                List.copyOf(groups),
                images,
                count(Bucket.STUDIES, traces.originals()),
                count(Bucket.QUARANTINE, traces.refused()),
                inOrder.stream().map(this::version).toList(),
                canaryKeys.stream()
                        .map(key -> key.substring(0, key.length() - CANARIES.length()))
                        .toList(),
                refusals(withVersions),
                stays());
    }

    boolean isStored(TracedImage image) {
        return isStored(Bucket.IMAGES, ObjectKeys.image(image.dataset(), image.imageId()));
    }

    private int count(Bucket bucket, Set<String> keys) {
        return (int) keys.stream().filter(key -> isStored(bucket, key)).count();
    }

    private boolean isStored(Bucket bucket, String key) {
        return ObjectKeys.isPossible(key) && store.size(bucket, key).isPresent();
    }

    private ErasureReport.Version version(DatasetFrozen frozen) {
        return new ErasureReport.Version(
                frozen.dataset(),
                frozen.version(),
                versions.getOrDefault(frozen, 0L),
                references.stream()
                        .filter(one -> one.dataset().equals(frozen.dataset())
                                && one.datasetVersion().equals(frozen.version()))
                        .map(Reference::inWords)
                        .toList());
    }

    private List<String> refusals(boolean withVersions) {
        List<String> refusals = new ArrayList<>();
        for (Reference reference : references) {
            boolean running = reference.kind() == Kind.RUNNING;
            if (running || (reference.kind() == Kind.CHAMPION && !withVersions)) {
                refusals.add("version " + reference.datasetVersion() + " of dataset " + reference.dataset()
                        + " holds images of the patient, and " + reference.inWords()
                        + (running
                                ? ", is trained on it; wait until it is"
                                : ", was trained on it; ask for the versions to go too, or take the champion"
                                        + " out first"));
            }
        }
        return refusals;
    }

    private List<String> stays() {
        List<String> stays = new ArrayList<>();
        List<String> models = references.stream()
                .filter(reference -> reference.kind() != Kind.RUNNING)
                .map(Reference::name)
                .distinct()
                .toList();
        if (!models.isEmpty()) {
            stays.add("The weights of " + Counted.of(models.size(), "model version") + " that learned from the images ("
                    + String.join(", ", models) + "), and their cards, which may show some of them as their worst"
                    + " mistakes: take such a model out of service and delete its folder in the bucket models.");
        }
        stays.add("Records of topics that are not compacted (images.ingested, images.rejected, labels.submitted,"
                + " predictions.made), with image ids, hashes of patient keys, labels and probabilities, no pixels; and"
                + " studies.published, with the key as its sender wrote it, until its retention.");
        stays.add("The audit: who erased which image ids when, under the hash of the patient key, in images.erased.");
        stays.add("Dead letters until their retention, exports that somebody took, backups, and what senders have.");
        return stays;
    }
}

package org.equipoise.ingest.erasing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

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
    final SortedSet<String> runIds;

    /** By key, how the model version beside which they lie is told. */
    final SortedMap<String, String> canaries = new TreeMap<>();

    private final ObjectStore store;
    private final Set<String> imageIds = new HashSet<>();
    private final Set<String> datasets = new HashSet<>();
    private final List<DatasetFrozen> damaged = new ArrayList<>();

    /** Models of the patient's datasets of which nobody can say any more what they learned from. */
    private final List<Reference> unknown;

    ErasurePlan(SortedSet<String> groups, ErasureLogs logs, ObjectStore store) {
        this.groups = groups;
        this.store = store;
        traces = logs.traces(groups);
        traces.images().forEach(image -> {
            imageIds.add(image.imageId());
            datasets.add(image.dataset());
        });
        Set<String> frozen = new HashSet<>();
        for (DatasetFrozen version : logs.versions()) {
            frozen.add(version.key());
            held(version).ifPresent(images -> {
                versions.put(version, images);
                inOrder.add(version);
            });
        }
        references = logs.references(inOrder);
        runIds = new TreeSet<>(logs.runIds(inOrder));
        references.forEach(one -> runIds.add(one.runId()));
        // Also of versions that are gone: canaries hold copies of the images.
        List<Reference> trained = imageIds.isEmpty() ? List.of() : logs.trained();
        trained.forEach(this::findCanaries);
        unknown = trained.stream()
                .filter(one -> datasets.contains(one.dataset())
                        && !frozen.contains(one.dataset() + "/" + one.datasetVersion()))
                .toList();
    }

    /** How many images of the patient a version holds; empty for none. One that is damaged may hold any. */
    private Optional<Long> held(DatasetFrozen frozen) {
        if (imageIds.isEmpty()) {
            return Optional.empty();
        }
        long[] images = new long[1];
        try {
            new StoredManifests(store).each(frozen, entry -> {
                if (imageIds.contains(entry.imageId())) {
                    images[0]++;
                }
            });
        } catch (UnreadableManifestException e) {
            if (images[0] == 0 && !datasets.contains(frozen.dataset())) {
                return Optional.empty();
            }
            // Where nothing is stored, its removal broke off before its end.
            if (images[0] == 0
                    && !store.list(Bucket.DATASETS, VersionRemoval.folder(frozen))
                            .isEmpty()) {
                damaged.add(frozen);
            }
            return Optional.of(images[0]);
        }
        return images[0] == 0 ? Optional.empty() : Optional.of(images[0]);
    }

    private void findCanaries(Reference model) {
        String key = model.artifactKey() + CANARIES;
        Optional<byte[]> npz = ObjectKeys.isPossible(key) ? store.get(Bucket.MODELS, key) : Optional.empty();
        if (npz.isEmpty()) {
            return;
        }
        try {
            NpyArray ids = Npz.read(npz.get()).get("imageIds");
            if (ids == null) {
                throw new IllegalArgumentException("no ids");
            }
            if (holdsAny(ids.bytes())) {
                canaries.put(key, model.artifactKey());
            }
        } catch (IllegalArgumentException e) {
            if (datasets.contains(model.dataset())) {
                canaries.put(key, model.artifactKey() + " (they cannot be read, and may hold one)");
            }
        }
    }

    private boolean holdsAny(byte[] ids) {
        for (int from = 0; from + ID_BYTES <= ids.length; from += ID_BYTES) {
            if (imageIds.contains(HexFormat.of().formatHex(ids, from, from + ID_BYTES))) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is something of the patient that this plan, carried out, leaves. */
    boolean leaves(PatientTraces now) {
        return !traces.containsAll(now)
                || now.images().stream().anyMatch(this::isStored)
                || count(Bucket.QUARANTINE, now.refused()) > 0;
    }

    /**
     * In words and numbers.
     *
     * @param withVersions whether versions go that a champion was trained on, or whose manifests are damaged
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
                List.copyOf(canaries.values()),
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
        if (!withVersions) {
            damaged.forEach(version -> refusals.add("the manifest of version " + version.version() + " of dataset "
                    + version.dataset() + " cannot be read, so that it may hold images of the patient; ask for the"
                    + " versions to go too, or restore it"));
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
        if (!unknown.isEmpty()) {
            stays.add("The weights and cards of " + Counted.of(unknown.size(), "model version")
                    + " that may have learned from the images, because what they were trained on is deleted: "
                    + unknown.stream().map(Reference::name).collect(Collectors.joining(", ")) + ".");
        }
        stays.add("Records of topics that are not compacted (images.ingested, images.rejected, labels.submitted,"
                + " predictions.made), with image ids, hashes of patient keys, labels and probabilities, no pixels; and"
                + " studies.published, with the key as its sender wrote it, until its retention.");
        stays.add("Originals and quarantined copies of studies of which no image was ever taken, if they arrived longer"
                + " ago than studies.published and images.rejected are kept: no record names them any more.");
        stays.add("Copies of training images of the versions in the cache folders of augment services, until they look"
                + " again (equipoise.augment.packs.forget-every); one that is not started again keeps its folder.");
        stays.add("The audit: who erased which image ids when, under the hash of the patient key, in images.erased.");
        stays.add("Dead letters until their retention, exports that somebody took, backups, and what senders have.");
        return stays;
    }
}

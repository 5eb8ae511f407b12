package org.equipoise.ingest.erasing;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.Split;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.StorageException;
import org.equipoise.common.versions.Manifests;
import org.equipoise.ingest.doors.Originals;
import org.equipoise.ingest.erasing.ErasureLogs.Kind;
import org.equipoise.ingest.erasing.ErasureLogs.Reference;
import org.equipoise.ingest.erasing.PatientTraces.TracedImage;
import org.junit.jupiter.api.BeforeEach;

/** Two images of a patient among others, a version that holds them, and one that does not. */
abstract class ErasureFixture {

    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    static final SortedSet<String> GROUPS = new TreeSet<>(Set.of("a".repeat(32)));
    static final String HOLDS = "aaaaaaaaaaaa";
    static final String OTHER = "bbbbbbbbbbbb";

    final FakeLogs logs = new FakeLogs();
    final BreakingStore store = new BreakingStore();
    Instant now = NOW;

    /** Names under which an object was forgotten that was kept as it came. */
    final List<String> forgotten = new ArrayList<>();

    private final Originals kept = new Originals() {
        @Override
        public void keep(Path file, String name) {
            throw new AssertionError("nothing arrives");
        }

        @Override
        public int forget(String name) {
            forgotten.add(name);
            return 1;
        }
    };

    final Erasure erasure = new Erasure(logs, store, kept, () -> now, time -> now = now.plus(time));

    /** A store that fails at its n-th deletion. */
    static final class BreakingStore extends InMemoryObjectStore {

        int left = Integer.MAX_VALUE;

        @Override
        public void delete(Bucket bucket, String key) {
            if (left-- <= 0) {
                throw new StorageException("the store is away", null);
            }
            super.delete(bucket, key);
        }
    }

    @BeforeEach
    void twoImagesOfThePatientAmongOthers() {
        for (int i = 1; i <= 4; i++) {
            put(Bucket.IMAGES, ObjectKeys.image("chest", Manifests.id(i)));
            put(Bucket.STUDIES, "study/" + i + ".png");
        }
        put(Bucket.QUARANTINE, "study/broken.png");
        logs.images.add(new TracedImage("chest", Manifests.id(1)));
        logs.images.add(new TracedImage("chest", Manifests.id(2)));
        logs.standing.addAll(logs.images);
        logs.standing.add(new TracedImage("chest", Manifests.id(3)));
        logs.originals.addAll(Set.of("study/1.png", "study/2.png", "study/broken.png"));
        logs.refused.add("study/broken.png");
        freeze(HOLDS, 1, 2, 3);
        freeze(OTHER, 3, 4);
    }

    void canaries() {
        put(Bucket.MODELS, "lung/cccccccccccc/canaries.npz", ids(Manifests.id(3), Manifests.id(2)));
        put(Bucket.SHARDS, "run-1/0/0.npz");
    }

    static Reference reference(Kind kind) {
        return new Reference("chest", HOLDS, kind, "lung/cccccccccccc", "run-1", "lung/cccccccccccc");
    }

    static byte[] ids(String... imageIds) {
        byte[] bytes = new byte[imageIds.length * 32];
        for (int i = 0; i < imageIds.length; i++) {
            System.arraycopy(HexFormat.of().parseHex(imageIds[i]), 0, bytes, i * 32, 32);
        }
        return Npz.write(Map.of("imageIds", NpyArray.ofBytes(bytes, imageIds.length, 32)));
    }

    void freeze(String version, int... images) {
        freeze(version, (long) images.length, images);
    }

    void freeze(String version, long counted, int... images) {
        List<ManifestEntry> entries = Arrays.stream(images)
                .mapToObj(image -> Manifests.entry(image, "none", Split.TRAIN))
                .toList();
        put(
                Bucket.DATASETS,
                ObjectKeys.manifest("chest", version),
                Manifests.text(entries).getBytes(StandardCharsets.UTF_8));
        put(Bucket.DATASETS, ObjectKeys.pack("chest", version, Split.TRAIN, 0));
        var nothing = new ClassDistribution(List.of(0L, 0L));
        logs.versions.add(new DatasetFrozen(
                "chest",
                version,
                version.repeat(5),
                ObjectKeys.manifest("chest", version),
                Manifests.LABELS,
                "DX",
                new InputShape(16, 16, 1),
                Map.of(
                        Split.TRAIN,
                        new ClassDistribution(List.of(counted, 0L)),
                        Split.VALIDATION,
                        nothing,
                        Split.TEST,
                        nothing),
                List.of(),
                List.of(),
                NOW,
                null,
                null));
    }

    void put(Bucket bucket, String key) {
        put(bucket, key, new byte[] {1});
    }

    void put(Bucket bucket, String key, byte[] bytes) {
        store.put(bucket, key, bytes, "application/octet-stream");
    }

    Map<String, byte[]> objects() {
        Map<String, byte[]> all = new TreeMap<>();
        for (Bucket bucket : Bucket.values()) {
            store.list(bucket, "").forEach(key -> all.put(bucket.wireName() + "/" + key, store.require(bucket, key)));
        }
        return all;
    }
}

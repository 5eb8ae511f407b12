package org.equipoise.ingest.erasing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
import org.equipoise.common.events.ImageErased;
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
import org.equipoise.common.versions.StoredManifests;
import org.equipoise.ingest.erasing.ErasureLogs.Kind;
import org.equipoise.ingest.erasing.ErasureLogs.Reference;
import org.equipoise.ingest.erasing.PatientTraces.TracedImage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ErasureTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final SortedSet<String> GROUPS = new TreeSet<>(Set.of("a".repeat(32)));
    private static final String HOLDS = "aaaaaaaaaaaa";
    private static final String OTHER = "bbbbbbbbbbbb";

    private final FakeLogs logs = new FakeLogs();
    private final BreakingStore store = new BreakingStore();
    private Instant now = NOW;
    private final Erasure erasure = new Erasure(logs, store, () -> now, time -> now = now.plus(time));

    /** A store that fails at its n-th deletion. */
    private static final class BreakingStore extends InMemoryObjectStore {

        private int left = Integer.MAX_VALUE;

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

    @Test
    void aPreviewSaysWhatGoesAndStaysAndChangesNothing() {
        Map<String, byte[]> before = objects();

        ErasureReport report = erasure.preview(GROUPS, false);

        assertThat(report.done()).isFalse();
        assertThat(report.images()).isEqualTo(Map.of("chest", 2));
        assertThat(report.originals()).isEqualTo(2);
        assertThat(report.refusedFiles()).isEqualTo(1);
        assertThat(report.versions()).containsExactly(new ErasureReport.Version("chest", HOLDS, 2, List.of()));
        assertThat(report.refusals()).isEmpty();
        assertThat(report.stays()).anyMatch(sentence -> sentence.contains("labels.submitted"));
        assertThat(objects()).containsOnlyKeys(before.keySet());
        assertThat(logs.erased).isEmpty();
    }

    @Test
    void nothingOfThePatientIsStoredAfterwardsAndEverythingElseIs() {
        ErasureReport report = erasure.erase(GROUPS, false, "ops");

        assertThat(report.done()).isTrue();
        assertThat(logs.erased)
                .containsExactly(
                        new ImageErased("chest", Manifests.id(1), GROUPS.first(), "ops", NOW),
                        new ImageErased("chest", Manifests.id(2), GROUPS.first(), "ops", NOW));
        assertThat(logs.versions).extracting(DatasetFrozen::version).containsExactly(OTHER);
        assertThat(objects().keySet())
                .containsExactlyInAnyOrder(
                        "images/" + ObjectKeys.image("chest", Manifests.id(3)),
                        "images/" + ObjectKeys.image("chest", Manifests.id(4)),
                        "studies/study/3.png",
                        "studies/study/4.png",
                        "datasets/chest/" + OTHER + "/manifest.jsonl",
                        "datasets/chest/" + OTHER + "/packed/train/part-0.npz");
    }

    @Test
    void askingAgainDoesNothing() {
        erasure.erase(GROUPS, false, "ops");
        logs.erased.clear();

        ErasureReport again = erasure.erase(GROUPS, false, "ops");

        assertThat(again.images()).isEmpty();
        assertThat(again.originals()).isZero();
        assertThat(again.versions()).isEmpty();
        assertThat(logs.erased).isEmpty();
    }

    /** Wherever it was broken off, what is left to do is found again. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void anErasureThatBrokeOffIsFinishedByAskingAgain(int deletions) {
        canaries();
        Reference registered = reference(Kind.REGISTERED);
        logs.references.add(registered);
        store.left = deletions;
        assertThatThrownBy(() -> erasure.erase(GROUPS, false, "ops")).isInstanceOf(StorageException.class);
        store.left = Integer.MAX_VALUE;

        erasure.erase(GROUPS, false, "ops");

        assertThat(objects().keySet())
                .noneMatch(key -> key.contains(Manifests.id(1))
                        || key.contains(Manifests.id(2))
                        || key.contains(HOLDS)
                        || key.contains("canaries")
                        || key.startsWith("quarantine/")
                        || key.startsWith("shards/"));
        assertThat(logs.versions).extracting(DatasetFrozen::version).containsExactly(OTHER);
    }

    @Test
    void nothingIsDeletedWhileAnErasedImageMayStillBeFrozen() {
        logs.behind = true;
        Map<String, byte[]> before = objects();

        assertThatThrownBy(() -> erasure.erase(GROUPS, false, "ops")).isInstanceOf(StillStandingException.class);

        assertThat(now).isEqualTo(NOW.plusSeconds(60));
        assertThat(objects()).containsOnlyKeys(before.keySet());
    }

    @Test
    void aVersionOfAChampionGoesOnlyWhereThatIsAskedFor() {
        logs.references.add(reference(Kind.CHAMPION));
        Map<String, byte[]> before = objects();

        ErasureReport refused = erasure.erase(GROUPS, false, "ops");

        assertThat(refused.done()).isFalse();
        assertThat(refused.refusals())
                .singleElement()
                .asString()
                .contains(HOLDS, "the champion lung/cccccccccccc", "ask for the versions to go too");
        assertThat(refused.versions().get(0).references()).containsExactly("the champion lung/cccccccccccc");
        assertThat(objects()).containsOnlyKeys(before.keySet());
        assertThat(logs.erased).isEmpty();
        ErasureReport done = erasure.erase(GROUPS, true, "ops");
        assertThat(done.done()).isTrue();
        assertThat(done.stays()).anyMatch(sentence -> sentence.contains("lung/cccccccccccc"));
    }

    @Test
    void aRunThatIsNotOverIsWaitedFor() {
        logs.references.add(reference(Kind.RUNNING));

        assertThat(erasure.erase(GROUPS, true, "ops").refusals())
                .singleElement()
                .asString()
                .contains("which is not over");
    }

    @Test
    void canariesThatShowThePatientGoAndOthersStay() {
        canaries();
        put(Bucket.MODELS, "lung/dddddddddddd/canaries.npz", ids(Manifests.id(3)));
        logs.references.add(reference(Kind.REGISTERED));
        logs.references.add(
                new Reference("chest", HOLDS, Kind.REGISTERED, "lung/dddddddddddd", "run-2", "lung/dddddddddddd"));

        ErasureReport report = erasure.erase(GROUPS, false, "ops");

        assertThat(report.canaries()).containsExactly("lung/cccccccccccc");
        assertThat(objects().keySet())
                .contains("models/lung/dddddddddddd/canaries.npz")
                .noneMatch(key -> key.startsWith("models/lung/cccccccccccc") || key.startsWith("shards/"));
    }

    /** Its version was deleted before, with or without this patient in mind. */
    @Test
    void canariesOfAModelWhoseVersionIsGoneGoTooAndItIsSaidThatItMayHaveLearned() {
        canaries();
        logs.references.add(reference(Kind.REGISTERED));
        logs.versions.removeIf(version -> version.version().equals(HOLDS));

        ErasureReport report = erasure.erase(GROUPS, false, "ops");

        assertThat(report.canaries()).containsExactly("lung/cccccccccccc");
        assertThat(objects().keySet()).noneMatch(key -> key.startsWith("models/"));
        assertThat(report.stays())
                .anyMatch(sentence -> sentence.contains("1 model version that may have learned")
                        && sentence.contains("lung/cccccccccccc"));
    }

    @Test
    void canariesThatCannotBeReadMayHoldOne() {
        put(Bucket.MODELS, "lung/cccccccccccc/canaries.npz", new byte[] {1, 2, 3});
        logs.references.add(reference(Kind.REGISTERED));

        assertThat(erasure.erase(GROUPS, false, "ops").canaries())
                .containsExactly("lung/cccccccccccc (they cannot be read, and may hold one)");

        assertThat(objects().keySet()).noneMatch(key -> key.startsWith("models/"));
    }

    @Test
    void shardsOfRunsThatFailedGoToo() {
        put(Bucket.SHARDS, "failed/0/0.npz");
        put(Bucket.SHARDS, "of-others/0/0.npz");
        logs.runIds.put("chest/" + HOLDS, Set.of("failed"));
        logs.runIds.put("chest/" + OTHER, Set.of("of-others"));

        erasure.erase(GROUPS, false, "ops");

        assertThat(objects().keySet())
                .filteredOn(key -> key.startsWith("shards/"))
                .containsExactly("shards/of-others/0/0.npz");
    }

    @Test
    void whatArrivesWhileThePatientIsErasedIsErasedToo() {
        logs.meanwhile.add(() -> arrives(4));

        ErasureReport report = erasure.erase(GROUPS, false, "ops");

        assertThat(report.done()).isTrue();
        assertThat(report.images()).isEqualTo(Map.of("chest", 3));
        assertThat(logs.erased).extracting(ImageErased::imageId).contains(Manifests.id(4));
        assertThat(objects().keySet()).noneMatch(key -> key.contains(Manifests.id(4)));
        assertThat(logs.versions).isEmpty();
    }

    @Test
    void anImageThatIsStoredAgainWhileThePatientIsErasedGoesAgain() {
        logs.meanwhile.add(() -> arrives(1));

        erasure.erase(GROUPS, false, "ops");

        assertThat(objects().keySet()).noneMatch(key -> key.contains(Manifests.id(1)));
    }

    @Test
    void whereMoreAndMoreArrivesItIsToBeAskedAgain() {
        for (int i = 11; i < 20; i++) {
            int image = i;
            logs.meanwhile.add(() -> arrives(image));
        }

        assertThatThrownBy(() -> erasure.erase(GROUPS, false, "ops"))
                .isInstanceOf(StillStandingException.class)
                .hasMessageContaining("ask again");

        logs.meanwhile.clear();
        assertThat(erasure.erase(GROUPS, false, "ops").done()).isTrue();
        assertThat(objects().keySet()).noneMatch(key -> key.contains(Manifests.id(11)));
    }

    private void arrives(int image) {
        var traced = new TracedImage("chest", Manifests.id(image));
        put(Bucket.IMAGES, ObjectKeys.image("chest", Manifests.id(image)));
        logs.images.add(traced);
    }

    @Test
    void aDamagedVersionMayHoldAnyAndGoesOnlyWhereThatIsAskedFor() {
        put(Bucket.DATASETS, "chest/" + OTHER + "/manifest.jsonl", "no manifest\n".getBytes(StandardCharsets.UTF_8));

        assertThat(erasure.preview(GROUPS, false).versions())
                .containsExactlyInAnyOrder(
                        new ErasureReport.Version("chest", HOLDS, 2, List.of()),
                        new ErasureReport.Version("chest", OTHER, 0, List.of()));
        assertThat(erasure.erase(GROUPS, false, "ops").refusals())
                .singleElement()
                .asString()
                .contains(OTHER, "cannot be read");
        assertThat(logs.versions).hasSize(2);
        assertThat(erasure.erase(GROUPS, true, "ops").done()).isTrue();
        assertThat(logs.versions).isEmpty();
    }

    /** All of it is gone but the record that it was frozen. */
    @Test
    void aVersionWhoseRemovalBrokeOffAtItsEndIsRemoved() {
        store.list(Bucket.DATASETS, "chest/" + OTHER + "/").forEach(key -> store.delete(Bucket.DATASETS, key));

        assertThat(erasure.erase(GROUPS, false, "ops").done()).isTrue();

        assertThat(logs.versions).isEmpty();
    }

    /** That it has more than fit into memory does not make it damaged. */
    @Test
    void aVersionOfVeryManyImagesIsReadToo() {
        freeze("dddddddddddd", StoredManifests.MOST_IMAGES + 1, 2, 3);

        assertThat(erasure.preview(GROUPS, false).versions())
                .contains(new ErasureReport.Version("chest", "dddddddddddd", 1, List.of()));
    }

    @Test
    void aPatientOfWhomNothingIsKnownIsSaidSo() {
        logs.images.clear();
        logs.originals.clear();
        logs.refused.clear();

        ErasureReport report = erasure.erase(GROUPS, false, "ops");

        assertThat(report.done()).isTrue();
        assertThat(report.images()).isEmpty();
        assertThat(report.versions()).isEmpty();
        assertThat(logs.erased).isEmpty();
    }

    @Test
    void aVersionThatNobodyRefersToIsDeletedAndItsImagesStay() {
        var removal = new VersionRemoval(store, logs);

        put(Bucket.SHARDS, "failed/0/0.npz");
        logs.runIds.put("chest/" + HOLDS, Set.of("failed"));

        assertThat(removal.remove("chest", HOLDS)).isEqualTo(new VersionRemoval.Outcome.Removed(3));

        assertThat(logs.versions).extracting(DatasetFrozen::version).containsExactly(OTHER);
        assertThat(objects().keySet())
                .contains("images/" + ObjectKeys.image("chest", Manifests.id(1)))
                .noneMatch(key -> key.contains(HOLDS) || key.startsWith("shards/"));
        assertThat(removal.remove("chest", HOLDS)).isEqualTo(new VersionRemoval.Outcome.Unknown());
    }

    @ParameterizedTest
    @ValueSource(strings = {"CHAMPION", "REGISTERED", "RUNNING"})
    void aVersionThatSomebodyRefersToIsKept(String kind) {
        logs.references.add(reference(Kind.valueOf(kind)));

        assertThat(new VersionRemoval(store, logs).remove("chest", HOLDS))
                .isInstanceOfSatisfying(
                        VersionRemoval.Outcome.Referred.class,
                        referred -> assertThat(referred.references())
                                .singleElement()
                                .asString()
                                .contains("lung/cccccccccccc"));
        assertThat(logs.versions).hasSize(2);
    }

    private void canaries() {
        put(Bucket.MODELS, "lung/cccccccccccc/canaries.npz", ids(Manifests.id(3), Manifests.id(2)));
        put(Bucket.SHARDS, "run-1/0/0.npz");
    }

    private static Reference reference(Kind kind) {
        return new Reference("chest", HOLDS, kind, "lung/cccccccccccc", "run-1", "lung/cccccccccccc");
    }

    private static byte[] ids(String... imageIds) {
        byte[] bytes = new byte[imageIds.length * 32];
        for (int i = 0; i < imageIds.length; i++) {
            System.arraycopy(HexFormat.of().parseHex(imageIds[i]), 0, bytes, i * 32, 32);
        }
        return Npz.write(Map.of("imageIds", NpyArray.ofBytes(bytes, imageIds.length, 32)));
    }

    private void freeze(String version, int... images) {
        freeze(version, (long) images.length, images);
    }

    private void freeze(String version, long counted, int... images) {
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

    private void put(Bucket bucket, String key) {
        put(bucket, key, new byte[] {1});
    }

    private void put(Bucket bucket, String key, byte[] bytes) {
        store.put(bucket, key, bytes, "application/octet-stream");
    }

    private Map<String, byte[]> objects() {
        Map<String, byte[]> all = new TreeMap<>();
        for (Bucket bucket : Bucket.values()) {
            store.list(bucket, "").forEach(key -> all.put(bucket.wireName() + "/" + key, store.require(bucket, key)));
        }
        return all;
    }
}

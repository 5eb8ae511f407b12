package org.equipoise.ingest.erasing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.equipoise.common.events.ImageErased;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.versions.Manifests;
import org.equipoise.common.versions.StoredManifests;
import org.equipoise.ingest.erasing.ErasureLogs.Kind;
import org.equipoise.ingest.erasing.ErasureLogs.Reference;
import org.equipoise.ingest.erasing.PatientTraces.TracedImage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is found beside the images and the versions that are whole, and what arrives meanwhile. */
class ErasureLeftoversTest extends ErasureFixture {

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
        put(Bucket.SHARDS, ObjectKeys.shard(ObjectKeys.originalsOf("failed"), 0, 0));
        put(Bucket.SHARDS, ObjectKeys.shard(ObjectKeys.copiesOf("failed"), 0, 1));
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
}

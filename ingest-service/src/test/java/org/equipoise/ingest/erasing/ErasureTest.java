package org.equipoise.ingest.erasing;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ImageErased;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.StorageException;
import org.equipoise.common.versions.Manifests;
import org.equipoise.ingest.erasing.ErasureLogs.Kind;
import org.equipoise.ingest.erasing.ErasureLogs.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ErasureTest extends ErasureFixture {

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
        assertThat(report.stays()).anyMatch(sentence -> sentence.contains("cache folders of augment services"));
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
    void objectsThatWereKeptAsTheyCameGoWithTheirFrames() {
        logs.originals.addAll(Set.of(
                "dicom/2.25.1/2.25.2/0000-ab.png",
                "dicom/2.25.1/2.25.2/0001-cd.png",
                "dicom/2.25.1/2.25.3/0000-ef.png",
                "dicom/of a sender/0000.png"));

        erasure.erase(GROUPS, false, "ops");

        assertThat(forgotten).containsExactly("2.25.1/2.25.2", "2.25.1/2.25.3");
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
}

package org.equipoise.common.comparing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.common.comparing.CompareOutcome.Compared;
import org.equipoise.common.comparing.CompareOutcome.Refusal;
import org.equipoise.common.comparing.CompareOutcome.Refused;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.versions.Manifests;
import org.equipoise.common.versions.StoredManifests;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.equipoise.common.labels.Split.TRAIN;
import static org.equipoise.common.versions.Manifests.LABELS;
import static org.equipoise.common.versions.Manifests.entry;

class VersionDiffTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final List<DatasetFrozen> frozen = new ArrayList<>();
    private final VersionComparison comparison = new VersionComparison(
            new StoredManifests(store),
            dataset -> frozen.stream().filter(v -> v.dataset().equals(dataset)).toList());

    private DatasetFrozen freeze(String version, List<ManifestEntry> entries) {
        String key = ObjectKeys.manifest("chest", version);
        store.put(Bucket.DATASETS, key, Manifests.text(entries).getBytes(StandardCharsets.UTF_8), "text/plain");
        DatasetFrozen event = frozen(version, key, entries.size());
        frozen.add(event);
        return event;
    }

    private DatasetFrozen frozen(String version, String key, long images) {
        Map<Split, ClassDistribution> counts = new EnumMap<>(Split.class);
        counts.put(TRAIN, new ClassDistribution(List.of(images, 0L)));
        return new DatasetFrozen(
                "chest",
                version,
                "c0ffee",
                key,
                LABELS,
                "DX",
                new InputShape(8, 8, 1),
                counts,
                List.of(),
                List.of(),
                NOW.plusSeconds(frozen.size()));
    }

    private void freezeThree() {
        freeze("v1", List.of(entry(1, "none", TRAIN)));
        freeze("v2", List.of(entry(1, "none", TRAIN), entry(2, "none", TRAIN)));
        freeze("v3", List.of(entry(1, "benign", TRAIN), entry(2, "none", TRAIN)));
    }

    private DatasetDiff diff(String from, String to) {
        CompareOutcome outcome = compare("chest", from, to);
        assertThat(outcome).isInstanceOf(Compared.class);
        return ((Compared) outcome).diff();
    }

    private CompareOutcome compare(String dataset, String from, String to) {
        return comparison.compare(
                dataset,
                Optional.of(from).filter(v -> !v.isEmpty()),
                Optional.of(to).filter(v -> !v.isEmpty()));
    }

    private void isRefused(CompareOutcome outcome, Refusal refusal, String... words) {
        assertThat(outcome).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.refusal()).isEqualTo(refusal);
            assertThat(refused.message()).contains(words);
        });
    }

    @Test
    void withoutVersionsTheNewestIsComparedWithTheOneBefore() {
        freezeThree();

        DatasetDiff diff = diff("", "");

        assertThat(diff.from()).isEqualTo(new DatasetDiff.Version("v2", NOW.plusSeconds(1), 2));
        assertThat(diff.to()).isEqualTo(new DatasetDiff.Version("v3", NOW.plusSeconds(2), 2));
        assertThat(diff.relabelled().total()).isEqualTo(1);
        assertThat(diff.most()).isEqualTo(VersionComparison.MOST_LISTED);
        assertThat(diff("", "v2").from().version()).isEqualTo("v1");
        assertThat(diff("v1", "").to().version()).isEqualTo("v3");
    }

    @Test
    void versionsMayBeComparedAgainstTheirTime() {
        freezeThree();

        assertThat(diff("v1", "v2").added().total()).isEqualTo(1);
        assertThat(diff("v2", "v1").removed().total()).isEqualTo(1);
    }

    @Test
    void whatWasNotFrozenIsNamed() {
        isRefused(compare("chest", "", ""), Refusal.UNKNOWN, "no version of dataset chest was frozen");
        freeze("v1", List.of());
        isRefused(compare("lung", "", ""), Refusal.UNKNOWN, "no version of dataset lung was frozen");
        isRefused(compare("chest", "", ""), Refusal.UNKNOWN, "frozen before v1", "nothing to compare it with");
        isRefused(compare("chest", "v0", ""), Refusal.UNKNOWN, "chest has no version v0");
        isRefused(compare("chest", "v1", "v9"), Refusal.UNKNOWN, "chest has no version v9");
    }

    @Test
    void aVersionIsNotComparedWithItself() {
        freezeThree();

        isRefused(compare("chest", "v3", ""), Refusal.BAD_REQUEST, "the same version, v3");
    }

    @Test
    void theManifestThatCannotBeReadIsNamed() {
        freezeThree();
        store.put(Bucket.DATASETS, ObjectKeys.manifest("chest", "v3"), new byte[] {'{'}, "text/plain");
        isRefused(
                compare("chest", "", ""),
                Refusal.UNREADABLE,
                "the manifest of version v3 of dataset chest cannot be read in line 1");

        store.delete(Bucket.DATASETS, ObjectKeys.manifest("chest", "v2"));
        isRefused(
                compare("chest", "", ""),
                Refusal.UNREADABLE,
                "the manifest of version v2 of dataset chest is not stored any more");
    }

    @Test
    void aManifestThatIsTooLongOrCannotBeThereIsNotAskedFor() {
        freeze("v1", List.of());
        frozen.add(frozen("v2", "chest/v2/manifest.jsonl", StoredManifests.MOST_IMAGES + 1));
        isRefused(compare("chest", "", ""), Refusal.UNREADABLE, "2,000,001 images: at most 2,000,000 are read");

        frozen.add(frozen("v3", "../v3", 1));
        isRefused(compare("chest", "v1", ""), Refusal.UNREADABLE, "a key that no object can have");
    }

    /** What the command line and others read. */
    @Test
    void theAnswerIsThisJson() throws Exception {
        freezeThree();

        assertThat(EventCodec.mapper().readTree(EventCodec.write(diff("", ""))))
                .isEqualTo(EventCodec.mapper().readTree("""
                        {"dataset": "chest",
                         "from": {"version": "v2", "frozenAt": "2026-01-02T03:04:06Z", "images": 2},
                         "to": {"version": "v3", "frozenAt": "2026-01-02T03:04:07Z", "images": 2},
                         "classesAdded": [], "classesRemoved": [], "unchanged": 1, "most": 100,
                         "added": {"total": 0, "counts": [], "first": []},
                         "removed": {"total": 0, "counts": [], "first": []},
                         "relabelled": {"total": 1,
                          "counts": [{"split": "train", "from": "none", "to": "benign", "images": 1}],
                          "first": [{"imageId": "%s", "split": "train", "from": "none", "to": "benign"}]},
                         "moved": {"total": 0, "counts": [], "first": []}}""".formatted(Manifests.id(1))));
    }
}

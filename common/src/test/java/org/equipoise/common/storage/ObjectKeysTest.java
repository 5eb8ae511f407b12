package org.equipoise.common.storage;

import org.equipoise.common.labels.Split;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The layout of the buckets: a key that changes here is an object that nobody finds. */
class ObjectKeysTest {

    @Test
    void keysAreWhatTheBucketsDocument() {
        assertThat(ObjectKeys.image("lung", "abc")).isEqualTo("lung/abc.png");
        assertThat(ObjectKeys.manifest("lung", "v1")).isEqualTo("lung/v1/manifest.jsonl");
        assertThat(ObjectKeys.pack("lung", "v1", Split.VALIDATION, 2)).isEqualTo("lung/v1/packed/val/part-2.npz");
        assertThat(ObjectKeys.shard("run-1", 3, 0)).isEqualTo("run-1/3/0.npz");
        assertThat(ObjectKeys.shardFolders("run-1"))
                .containsExactly("run-1/", "originals-4e65d3fbe8ad6535681b021b/", "copies-4e65d3fbe8ad6535681b021b/");
        assertThat(ObjectKeys.modelVersion("nodule", "v1")).isEqualTo("nodule/v1");
    }

    @Test
    void everyKindOfObjectHasItsBucket() {
        assertThat(Bucket.values())
                .extracting(Bucket::wireName)
                .containsExactly(
                        "studies", "images", "datasets", "shards", "models", "backbones", "checkpoints", "quarantine");
    }

    /** Some of them are answered with an error that looks like an outage, and would be asked for again for ever. */
    @Test
    void aKeyThatNoStoreHasIsTold() {
        assertThat(ObjectKeys.isPossible("lung/" + "a".repeat(251) + ".png")).isTrue();
        assertThat(ObjectKeys.isPossible("lung/\u00e4 b+c%2e?.png")).isTrue();
        for (String key : new String[] {
            "",
            "/",
            ".",
            "lung//a.png",
            "lung/",
            "../a",
            "lung/../a",
            "lung/a\0b.png",
            "lung/\ud800.png",
            "x".repeat(256),
            "lung/" + "\u00e4".repeat(128),
            "a/".repeat(512) + "a"
        }) {
            assertThat(ObjectKeys.isPossible(key)).as(key).isFalse();
        }
    }
}

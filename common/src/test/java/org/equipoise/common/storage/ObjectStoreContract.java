package org.equipoise.common.storage;

import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What {@link ObjectStore} promises. A store's test extends this, so that the one which tests use and the one which
 * services use cannot drift apart.
 */
public abstract class ObjectStoreContract {

    private ObjectStore store = new InMemoryObjectStore();

    /** An empty store with its buckets. */
    protected abstract ObjectStore emptyStore();

    @BeforeEach
    void openStore() {
        store = emptyStore();
    }

    @Test
    void anObjectIsWhatWasPutLast() {
        store.put(Bucket.IMAGES, "a", new byte[] {1}, "image/png");
        store.put(Bucket.IMAGES, "a", new byte[] {2, 3}, "image/png");

        assertThat(store.require(Bucket.IMAGES, "a")).containsExactly(2, 3);
        assertThat(store.size(Bucket.IMAGES, "a")).hasValue(2L);
    }

    @Test
    void anObjectIsNotInAnotherBucket() {
        store.put(Bucket.IMAGES, "a", new byte[] {1}, "image/png");

        assertThat(store.get(Bucket.STUDIES, "a")).isEmpty();
        assertThat(store.size(Bucket.STUDIES, "a")).isEmpty();
        assertThatThrownBy(() -> store.require(Bucket.STUDIES, "a"))
                .isInstanceOf(MissingObjectException.class)
                .hasMessage("no object studies/a");
    }

    @Test
    void anObjectAboveTheLimitIsNotRead() {
        store.put(Bucket.STUDIES, "a", new byte[] {1, 2, 3}, "image/png");

        assertThat(store.get(Bucket.STUDIES, "a", 2)).isEmpty();
        assertThat(store.get(Bucket.STUDIES, "a", 3)).hasValue(new byte[] {1, 2, 3});
    }

    @Test
    void anObjectIsReadAsItArrivesAsFarAsItIsWanted() {
        store.put(Bucket.DATASETS, "a", new byte[] {1, 2, 3}, "text/plain");

        assertThat(store.read(Bucket.DATASETS, "a", in -> in.read() + in.read()))
                .hasValue(3);
        assertThat(store.read(Bucket.DATASETS, "a", in -> in.readAllBytes().length))
                .hasValue(3);
        assertThat(store.read(Bucket.DATASETS, "b", in -> in.readAllBytes().length))
                .isEmpty();
        assertThatThrownBy(() -> store.read(Bucket.DATASETS, "a", in -> {
                    throw new java.io.EOFException("cut off");
                }))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("datasets/a")
                .hasMessageContaining("cut off");
    }

    @Test
    void keysAreListedInOrderByPrefix() {
        store.put(Bucket.SHARDS, "run-1/0/1.npz", new byte[1], "application/octet-stream");
        store.put(Bucket.SHARDS, "run-1/0/0.npz", new byte[1], "application/octet-stream");
        store.put(Bucket.SHARDS, "run-2/0/0.npz", new byte[1], "application/octet-stream");

        assertThat(store.list(Bucket.SHARDS, "run-1/")).containsExactly("run-1/0/0.npz", "run-1/0/1.npz");
    }

    @Test
    void theNewestComeFirst() {
        for (String key : java.util.List.of("d/z.json", "d/m.html", "d/m.json", "e/a.json")) {
            store.put(Bucket.MODELS, key, new byte[1], "application/json");
        }

        // A store may keep seconds.
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            store.put(Bucket.MODELS, "d/a.json", new byte[1], "application/json");
            assertThat(store.newest(Bucket.MODELS, "d/", ".json", 1)).containsExactly("d/a.json");
        });
        assertThat(store.newest(Bucket.MODELS, "d/", ".json", 9))
                .containsExactlyInAnyOrder("d/a.json", "d/m.json", "d/z.json");
    }

    @Test
    void deletingTwiceIsNoError() {
        store.put(Bucket.SHARDS, "a", new byte[1], "application/octet-stream");

        store.delete(Bucket.SHARDS, "a");
        store.delete(Bucket.SHARDS, "a");

        assertThat(store.list(Bucket.SHARDS, "")).isEmpty();
    }

    @Test
    void aKeyMayHaveWhatFileNamesHave() {
        String key = "study 7/Aufnahme \u00e4+b&c=(1)%20#.png";
        store.put(Bucket.STUDIES, key, new byte[] {7}, "image/png");

        assertThat(store.require(Bucket.STUDIES, key)).containsExactly(7);
        assertThat(store.list(Bucket.STUDIES, "study 7/")).containsExactly(key);
    }

    @Test
    void anObjectMayBeEmpty() {
        store.put(Bucket.STUDIES, "empty", new byte[0], "image/png");

        assertThat(store.get(Bucket.STUDIES, "empty")).hasValue(new byte[0]);
        assertThat(store.size(Bucket.STUDIES, "empty")).hasValue(0L);
    }

    @Test
    void creatingBucketsAgainChangesNothing() {
        store.put(Bucket.MODELS, "a", new byte[] {1}, "application/zip");

        store.createBuckets();

        assertThat(store.require(Bucket.MODELS, "a")).containsExactly(1);
        assertThat(store.healthy()).isTrue();
    }
}

package org.equipoise.augment.packs;

import java.util.List;
import java.util.Map;

import org.equipoise.common.labels.Split;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.common.storage.ObjectKeys;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TrainingSplitsTest {

    private final InMemoryObjectStore store = new InMemoryObjectStore();

    @Test
    void joinsPartsByNumberAndNotByName() {
        for (int part = 0; part < 11; part++) {
            PackFixture.write(store, "chest", "v1", part, 8, part, part);
        }

        TrainingSplit split = new TrainingSplits(store, 1 << 20).get("chest", "v1");

        assertThat(split.size()).isEqualTo(22);
        assertThat(split.labels()).containsExactly(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10);
        assertThat(split.shape().length()).isEqualTo(64);
    }

    @Test
    void findsTheSamplesOfAnImageInAnyPart() {
        PackFixture.write(store, "chest", "v1", 0, 8, 0, 1, 0);
        PackFixture.write(store, "chest", "v1", 1, 8);
        PackFixture.write(store, "chest", "v1", 2, 8, 1, 1);

        TrainingSplit split = new TrainingSplits(store, 1 << 20).get("chest", "v1");

        assertThat(split.samples(2)[split.offset(2)]).isEqualTo((byte) 30);
        assertThat(split.samples(3)[split.offset(3)]).isEqualTo((byte) 10);
        assertThat(split.samples(4)[split.offset(4)]).isEqualTo((byte) 20);
    }

    @Test
    void readsAVersionOnceWhileItFits() {
        PackFixture.write(store, "chest", "v1", 0, 8, 0, 1);
        var splits = new TrainingSplits(store, 1 << 20);

        TrainingSplit first = splits.get("chest", "v1");

        assertThat(splits.get("chest", "v1")).isSameAs(first);
        assertThat(splits.sizeBytes()).isEqualTo(2 * (64 + 4));
    }

    @Test
    void forgetsTheLeastRecentlyUsedVersionWhenRoomIsNeeded() {
        for (String version : List.of("v1", "v2", "v3")) {
            PackFixture.write(store, "chest", version, 0, 32, 0, 1);
        }
        var splits = new TrainingSplits(store, 6000);
        TrainingSplit first = splits.get("chest", "v1");
        TrainingSplit second = splits.get("chest", "v2");
        splits.get("chest", "v1");

        splits.get("chest", "v3");

        assertThat(splits.sizeBytes()).isLessThanOrEqualTo(6000);
        assertThat(splits.get("chest", "v1")).isSameAs(first);
        assertThat(splits.get("chest", "v2")).isNotSameAs(second);
    }

    @Test
    void aSplitAboveTheBoundIsNotRead() {
        PackFixture.write(store, "chest", "v1", 0, 32, 0, 1);
        var splits = new TrainingSplits(store, 1000);

        assertThat(splits.find("chest", "v1")).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> splits.get("chest", "v1"))
                .withMessageContaining("does not fit into the 1000 bytes");
    }

    @Test
    void anUnknownVersionIsRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainingSplits(store, 1000).get("chest", "feed"))
                .withMessage("no frozen dataset chest/feed with training images");
    }

    @Test
    void aPackThatIsNotOneIsRefused() {
        String key = ObjectKeys.pack("chest", "v1", Split.TRAIN, 0);
        store.put(Bucket.DATASETS, key, Npz.write(Map.of("images", NpyArray.ofInts(new int[1], 1))), "");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainingSplits(store, 1 << 20).get("chest", "v1"))
                .withMessage("pack 0 has no array \"labels\", only [images]");
    }

    @Test
    void aPackOfFloatsIsRefusedByNumber() {
        float[] values = new float[2 * 64];
        java.util.Arrays.fill(values, Float.NaN);
        Map<String, NpyArray> arrays =
                Map.of("images", NpyArray.ofFloats(values, 2, 8, 8, 1), "labels", NpyArray.ofInts(new int[] {0, 1}, 2));
        store.put(Bucket.DATASETS, ObjectKeys.pack("chest", "v1", Split.TRAIN, 0), Npz.write(arrays), "");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainingSplits(store, 1 << 20).get("chest", "v1"))
                .withMessage("pack 0 cannot be used: expected a |u1 array, got <f4");
    }

    @Test
    void aTruncatedPackIsRefusedByName() {
        PackFixture.write(store, "chest", "v1", 0, 8, 0, 1);
        String key = ObjectKeys.pack("chest", "v1", Split.TRAIN, 0);
        byte[] whole = store.require(Bucket.DATASETS, key);
        store.put(Bucket.DATASETS, key, java.util.Arrays.copyOf(whole, whole.length / 4), "");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainingSplits(store, 1 << 20).get("chest", "v1"))
                .withMessageStartingWith("pack " + key + " cannot be used: ");
    }

    @Test
    void packsOfDifferentShapesAreRefused() {
        PackFixture.write(store, "chest", "v1", 0, 8, 0);
        PackFixture.write(store, "chest", "v1", 1, 16, 0);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainingSplits(store, 1 << 20).get("chest", "v1"))
                .withMessageContaining("[16, 16, 1]");
    }
}

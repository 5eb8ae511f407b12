package org.equipoise.bench.collapse.worker;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.equipoise.bench.collapse.BatchOrder;
import org.equipoise.bench.collapse.ImageTable;
import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ShardRequested.Sampling;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.ShardSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Sixteen images of two classes in turns; each sample is the image's number. */
class AugmentedShardsTest {

    private static final InputShape SHAPE = new InputShape(8, 8, 1);
    private static final int IMAGES = 16;

    @Test
    void anEpochHasEveryImageOnceWithItsLabelAndWeight() {
        var shards = new AugmentedShards(store(), BatchOrder.MIXED, 4);
        Shard shard = take(shards, AugmentationPolicy.NONE);

        for (int i = 0; i < IMAGES; i++) {
            int image = shard.pixels()[i * SHAPE.length()];
            assertThat(shard.label(i)).isEqualTo(image % 2);
            assertThat(shard.weights()[i]).isEqualTo(image % 2 == 0 ? 1f : 2f);
        }
        assertThat(Arrays.stream(shard.labels()).sum()).isEqualTo(IMAGES / 2);
        assertThat(shards.first()).isSameAs(shard);
    }

    @Test
    void aSortedShardKeepsImagesAndLabelsTogether() {
        Shard shard = take(new AugmentedShards(store(), BatchOrder.SORTED, 4), AugmentationPolicy.NONE);

        assertThat(Arrays.copyOf(shard.labels(), IMAGES / 2)).containsOnly(0);
        for (int i = 0; i < IMAGES; i++) {
            assertThat(shard.label(i)).isEqualTo(shard.pixels()[i * SHAPE.length()] % 2);
        }
    }

    @Test
    void imagesAreAugmentedAsTheServiceAugmentsThem() {
        var brighter = new AugmentationPolicy(false, false, 0, 0, 0, null, 0.5);
        Shard shard = take(new AugmentedShards(store(), BatchOrder.MIXED, 4), brighter);

        long changed = 0;
        for (int i = 0; i < IMAGES; i++) {
            changed += (shard.pixels()[i * SHAPE.length()] & 0xff) >= IMAGES ? 1 : 0;
        }
        assertThat(changed).isGreaterThan(2);
    }

    private static Shard take(AugmentedShards shards, AugmentationPolicy policy) {
        var request = new TrainingRequested("run", "bench", "squares", "v1", "custom", Map.of(), 1, Instant.EPOCH);
        var dataset = new DatasetFrozen(
                "squares",
                "v1",
                "none",
                "none",
                new LabelSet(List.of("even", "odd")),
                "OT",
                SHAPE,
                Map.of(),
                List.of(),
                List.of(),
                Instant.EPOCH);
        var epoch = new ShardSource.Plan.Epoch(Sampling.NATURAL, List.of(1.0, 2.0));
        var plan = new ShardSource.Plan(request, dataset, policy, List.of(epoch), IMAGES, IMAGES);
        try (ShardSource source = shards.open(plan)) {
            source.certain(1);
            return source.take(0, 0);
        }
    }

    private static MemoryStore store() {
        byte[] pixels = new byte[IMAGES * SHAPE.length()];
        int[] labels = new int[IMAGES];
        for (int i = 0; i < IMAGES; i++) {
            Arrays.fill(pixels, i * SHAPE.length(), (i + 1) * SHAPE.length(), (byte) i);
            labels[i] = i % 2;
        }
        var store = new MemoryStore();
        store.put(
                Bucket.DATASETS,
                ObjectKeys.pack("squares", "v1", Split.TRAIN, 0),
                new ImageTable(SHAPE, pixels, labels, 2).npz(),
                "application/octet-stream");
        return store;
    }
}

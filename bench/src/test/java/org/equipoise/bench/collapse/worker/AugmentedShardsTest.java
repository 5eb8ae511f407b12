package org.equipoise.bench.collapse.worker;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.bench.collapse.BatchOrder;
import org.equipoise.bench.collapse.ImageTable;
import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ShardRequested.Sampling;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.sampling.EpochSampling;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.ShardSource;
import org.jspecify.annotations.Nullable;
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

    /** What augment makes of a pack of 16 bits, the trainer reads: the same samples, as the window sees them. */
    @Test
    void sixteenBitsArriveAsTheyWereFrozen() {
        var format = new InputFormat(SHAPE, new ValueWindow(1000, 3000, "by hand"));
        byte[] pixels = new byte[IMAGES * format.imageBytes()];
        int[] labels = new int[IMAGES];
        for (int i = 0; i < IMAGES; i++) {
            labels[i] = i % 2;
            for (int j = 0; j < SHAPE.length(); j++) {
                format.put(pixels, i * SHAPE.length() + j, 2000 + i);
            }
        }
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("images", format.array(pixels, IMAGES));
        arrays.put("labels", NpyArray.ofInts(labels, IMAGES));
        var store = new MemoryStore();
        store.put(Bucket.DATASETS, ObjectKeys.pack("squares", "v1", Split.TRAIN, 0), Npz.write(arrays), "");

        var mirrored = new AugmentationPolicy(true, false, 5, 0.1, 0.1);
        Shard shard = take(new AugmentedShards(store, BatchOrder.MIXED, 4), mirrored, format.window());

        assertThat(shard.format()).isEqualTo(format);
        for (int i = 0; i < IMAGES; i++) {
            int sample = format.sample(shard.pixels(), i * SHAPE.length());
            assertThat(sample).isBetween(2000, 2000 + IMAGES);
            assertThat(shard.label(i)).isEqualTo(sample % 2);
            assertThat(shard.level(i * SHAPE.length())).isEqualTo((float) (255 * (sample - 1000) / 2000.0));
        }
    }

    private static Shard take(AugmentedShards shards, AugmentationPolicy policy) {
        return take(shards, policy, null);
    }

    private static Shard take(AugmentedShards shards, AugmentationPolicy policy, @Nullable ValueWindow window) {
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
                Instant.EPOCH,
                window,
                null);
        var epoch = new ShardSource.Plan.Epoch(EpochSampling.of(Sampling.NATURAL), List.of(1.0, 2.0));
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

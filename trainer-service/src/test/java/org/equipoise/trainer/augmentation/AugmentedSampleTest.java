package org.equipoise.trainer.augmentation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.testing.ManualClock;
import org.equipoise.trainer.recipe.DatasetFingerprint;
import org.equipoise.trainer.recipe.RecipeBook;
import org.equipoise.trainer.training.FrozenDatasets;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.ShardSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AugmentedSampleTest {

    private final List<String> taken = new ArrayList<>();

    /** 26 of 640,000 bytes fit into a shard, and 78 into what is held. */
    @Test
    void largeImagesComeInSeveralShards() {
        DatasetFrozen dataset = dataset(800);

        AugmentedSample sample = draw(dataset);

        assertThat(AugmentedSample.fitting(dataset)).isEqualTo(78);
        assertThat(sample.size()).isEqualTo(78);
        assertThat(taken).containsExactly("0 of 26", "1 of 26", "2 of 26", "0 of 26", "1 of 26", "2 of 26");
        assertThat(sample.originals().pixels()[77 * 640_000]).isEqualTo((byte) 77);
        assertThat(sample.copies().label(77)).isEqualTo(1);
    }

    @Test
    void smallOnesComeInOne() {
        assertThat(draw(dataset(16)).size()).isEqualTo(AugmentedSample.MOST_IMAGES);
        assertThat(taken).containsExactly("0 of 400", "0 of 400");
    }

    private AugmentedSample draw(DatasetFrozen dataset) {
        var request = new TrainingRequested("run-1", "m", "d", "v1", "auto", Map.of(), 7, Instant.EPOCH);
        var recipe = RecipeBook.choose("naive", Map.of(), DatasetFingerprint.of(dataset), false)
                .recipe();
        return AugmentedSample.draw(
                this::source,
                request,
                dataset,
                AugmentationPolicy.NONE,
                ExaminationTime.of(recipe, new ManualClock(Instant.EPOCH)));
    }

    private static DatasetFrozen dataset(int side) {
        return FrozenDatasets.even("d", new LabelSet(List.of("a", "b")), new InputShape(side, side, 1), 300, 300);
    }

    /** The first two samples of an image are its number. */
    private ShardSource source(ShardSource.Plan plan) {
        return new ShardSource() {
            @Override
            public void certain(int epochs) {
                throw new IllegalStateException("what is asked for is asked for one by one");
            }

            @Override
            public Shard take(int epoch, int shard) {
                int images = plan.images(shard);
                taken.add(shard + " of " + images);
                int length = plan.dataset().format().imageBytes();
                byte[] pixels = new byte[images * length];
                int[] labels = new int[images];
                for (int i = 0; i < images; i++) {
                    int number = shard * plan.imagesPerShard() + i;
                    pixels[i * length] = (byte) number;
                    pixels[i * length + 1] = (byte) (number >> 8);
                    labels[i] = number % 2;
                }
                return new Shard(plan.dataset().shape(), pixels, labels, new float[images]);
            }

            @Override
            public void close() {
                // Nothing is on order.
            }
        };
    }
}

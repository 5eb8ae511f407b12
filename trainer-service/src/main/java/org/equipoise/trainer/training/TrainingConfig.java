package org.equipoise.trainer.training;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How runs are cut up. */
@ConfigMapping(prefix = "equipoise.trainer.training")
public interface TrainingConfig {

    /** Images in a shard before rounding down to whole batches, 1 to 65536. */
    @WithDefault("512")
    int imagesPerShard();

    /** Bytes of images in a shard at most, unless one batch alone is more. */
    @WithDefault("8388608")
    int bytesPerShard();

    /**
     * Bytes of images that an augment service puts into a shard, its {@code equipoise.augment.sharding.max-bytes}: a
     * run whose batch has more is refused before it begins.
     */
    @WithDefault("33554432")
    int mostShardBytes();

    /**
     * Within an epoch the run says how it is this often at most, above 0: a sign of life that must come more often than
     * whoever follows the run gives up.
     */
    @WithDefault("PT10S")
    Duration reportStepsEvery();

    /**
     * The images in a shard: whole batches within both limits, at least one batch.
     *
     * @param imageBytes of the samples of one image
     */
    default int imagesPerShard(int batchSize, int imageBytes) {
        int images = Math.min(imagesPerShard(), bytesPerShard() / imageBytes);
        return Math.max(1, images / batchSize) * batchSize;
    }
}

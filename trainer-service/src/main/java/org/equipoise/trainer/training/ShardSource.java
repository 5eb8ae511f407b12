package org.equipoise.trainer.training;

import java.time.Duration;
import java.util.List;

import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.sampling.EpochSampling;

/** Gives the training images of a run, shard by shard. One thread owns it. */
public interface ShardSource extends AutoCloseable {

    /**
     * Says how many epochs will be trained for certain; shards beyond are not asked for.
     *
     * @param epochs counted from the beginning of the run
     */
    void certain(int epochs);

    /**
     * The next shard, however long it takes.
     *
     * @throws RunFailedException if nobody made it in time, or it is not what was asked for
     * @throws RunInterruptedException if the service is stopping
     */
    Shard take(int epoch, int shard);

    /**
     * The same within a time; a source that waits for nobody need not look at it.
     *
     * @throws RunFailedException if it did not come within the time, or is not what was asked for
     * @throws RunInterruptedException if the service is stopping
     */
    default Shard take(int epoch, int shard, Duration atMost) {
        return take(epoch, shard);
    }

    /** Drops what was asked for and not taken. */
    @Override
    void close();

    /** Opens sources. */
    interface Factory {

        /** A source for a run. */
        ShardSource open(Plan plan);
    }

    /**
     * What a run's shards are made of.
     *
     * @param epochs how each epoch is drawn and weighted, in order
     * @param imagesPerShard a multiple of the batch size
     */
    record Plan(
            TrainingRequested request,
            DatasetFrozen dataset,
            AugmentationPolicy augmentation,
            List<Epoch> epochs,
            int imagesPerShard,
            int imagesPerEpoch) {

        /**
         * One epoch.
         *
         * @param classWeights one per class
         */
        public record Epoch(EpochSampling sampling, List<Double> classWeights) {

            public Epoch {
                classWeights = List.copyOf(classWeights);
            }
        }

        public Plan {
            epochs = List.copyOf(epochs);
        }

        /** Shards in an epoch; the last may be smaller. */
        public int shardsPerEpoch() {
            return (imagesPerEpoch + imagesPerShard - 1) / imagesPerShard;
        }

        /** Images of a shard. */
        public int images(int shard) {
            return Math.min(imagesPerShard, imagesPerEpoch - shard * imagesPerShard);
        }
    }
}

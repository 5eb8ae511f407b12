package org.equipoise.bench.collapse.worker;

import java.time.Instant;
import java.util.List;
import java.util.Random;

import org.equipoise.augment.packs.TrainingSplits;
import org.equipoise.augment.sharding.ShardMaker;
import org.equipoise.bench.collapse.BatchOrder;
import org.equipoise.common.events.ShardRequested;
import org.equipoise.common.sampling.EpochSampling;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.ShardSource;
import org.jspecify.annotations.Nullable;

/** Shards as the augment service makes them, made when they are taken, their images in another order if asked for. */
final class AugmentedShards implements ShardSource.Factory {

    private static final long MOST_BYTES = 1L << 28;

    private final TrainingSplits splits;
    private final ShardMaker maker = new ShardMaker(MOST_BYTES);
    private final BatchOrder order;
    private final int batch;
    private @Nullable Shard first;

    AugmentedShards(ObjectStore objects, BatchOrder order, int batch) {
        splits = new TrainingSplits(objects, MOST_BYTES);
        this.order = order;
        this.batch = batch;
    }

    /** The first shard that was trained on; absent before. */
    @Nullable Shard first() {
        return first;
    }

    @Override
    public ShardSource open(ShardSource.Plan plan) {
        return new Made(plan);
    }

    private final class Made implements ShardSource {

        private final Plan plan;

        Made(Plan plan) {
            this.plan = plan;
        }

        @Override
        public void certain(int epochs) {
            // Nothing is made before it is taken.
        }

        @Override
        public Shard take(int epoch, int number) {
            Plan.Epoch how = plan.epochs().get(epoch);
            EpochSampling drawn = how.sampling();
            var request = new ShardRequested(
                    plan.request().runId(),
                    epoch,
                    number,
                    plan.imagesPerShard(),
                    plan.dataset().dataset(),
                    plan.dataset().version(),
                    drawn.sampling(),
                    plan.augmentation(),
                    how.classWeights(),
                    plan.request().seed(),
                    Instant.EPOCH,
                    plan.dataset().window(),
                    drawn.effectiveNumberBeta(),
                    drawn.minorityShare(),
                    drawn.mostRepeats());
            var split = splits.get(plan.dataset().dataset(), plan.dataset().version());
            Shard mixed = Shard.read(
                    maker.make(request, split).npz(),
                    plan.dataset().format(),
                    plan.dataset().labelSet().size());
            Shard shard = reordered(mixed, new Random(plan.request().seed() + 1000L * epoch + number));
            first = first == null ? shard : first;
            return shard;
        }

        @Override
        public void close() {
            // Nothing is on order.
        }
    }

    private Shard reordered(Shard shard, Random dice) {
        if (order == BatchOrder.MIXED) {
            return shard;
        }
        List<Integer> places = order.of(shard.labels(), batch, dice);
        return shard.of(places.stream().mapToInt(Integer::intValue).toArray());
    }
}

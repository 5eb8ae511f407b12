package org.equipoise.trainer.training;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** One pass over the shards of an epoch, with what it cost. */
final class EpochPass {

    private final TrainableNetwork network;
    private final ShardSource shards;
    private final ShardSource.Plan plan;
    private final Clock clock;
    private double lossSum;
    private long images;
    private long steps;
    private Duration waiting = Duration.ZERO;
    private Duration computing = Duration.ZERO;

    EpochPass(TrainableNetwork network, ShardSource shards, ShardSource.Plan plan, Clock clock) {
        this.network = network;
        this.shards = shards;
        this.plan = plan;
        this.clock = clock;
    }

    /**
     * Trains on every shard once.
     *
     * @param epoch from 0
     * @param stepsBefore steps taken in earlier epochs
     */
    void run(int epoch, long stepsBefore) {
        steps = stepsBefore;
        Instant mark = clock.instant();
        for (int n = 0; n < plan.shardsPerEpoch(); n++) {
            Shard shard = shards.take(epoch, n);
            Instant taken = clock.instant();
            waiting = waiting.plus(Duration.between(mark, taken));
            train(shard);
            mark = clock.instant();
            computing = computing.plus(Duration.between(taken, mark));
        }
    }

    private void train(Shard shard) {
        int batch = plan.recipe().batchSize();
        for (int from = 0; from < shard.size(); from += batch) {
            if (Thread.currentThread().isInterrupted()) {
                throw new RunInterruptedException("stopped while computing");
            }
            int count = Math.min(batch, shard.size() - from);
            float loss = network.trainBatch(shard, from, count, plan.recipe().learningRate(), steps);
            if (!Float.isFinite(loss)) {
                throw new RunFailedException("the loss became " + loss + " in step " + steps
                        + "; a lower learningRate than " + plan.recipe().learningRate() + " may help");
            }
            steps++;
            lossSum += (double) loss * count;
            images += count;
        }
    }

    /** Mean loss over the images, nats. */
    double meanLoss() {
        return lossSum / images;
    }

    /** Steps taken over the whole run. */
    long steps() {
        return steps;
    }

    double waitingSeconds() {
        return waiting.toNanos() / 1e9;
    }

    double computingSeconds() {
        return computing.toNanos() / 1e9;
    }
}

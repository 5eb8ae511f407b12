package org.equipoise.trainer.training;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.trainer.telemetry.LayerNorms;

/** One pass over the shards of an epoch, with what it cost and what it showed. */
final class EpochPass {

    /** What a step is told, by the number of steps taken before it. */
    @FunctionalInterface
    interface Steps {
        StepSettings settings(long step);
    }

    private final TrainableNetwork network;
    private final ShardSource shards;
    private final ShardSource.Plan plan;
    private final int batchSize;
    private final Clock clock;
    private final StepWatch watch;
    private final ConfusionMatrix answers;
    private final LayerNorms norms = new LayerNorms();
    private double lossSum;
    private long images;
    private long steps;
    private double learningRate;
    private Duration waiting = Duration.ZERO;
    private Duration computing = Duration.ZERO;

    EpochPass(
            TrainableNetwork network,
            ShardSource shards,
            ShardSource.Plan plan,
            int batchSize,
            Clock clock,
            StepWatch watch) {
        this.network = network;
        this.shards = shards;
        this.plan = plan;
        this.batchSize = batchSize;
        this.clock = clock;
        this.watch = watch;
        answers = new ConfusionMatrix(plan.dataset().labelSet().size());
    }

    /**
     * Trains on every shard once.
     *
     * @param epoch from 0
     * @param stepsBefore steps taken in earlier epochs
     * @throws RunFailedException if a step breaks, or the training diverges
     */
    void run(int epoch, long stepsBefore, Steps settings) {
        steps = stepsBefore;
        watch.epochBegins();
        Instant mark = clock.instant();
        int last = plan.shardsPerEpoch() - 1;
        for (int n = 0; n <= last; n++) {
            Shard shard = shards.take(epoch, n);
            Instant taken = clock.instant();
            waiting = waiting.plus(Duration.between(mark, taken));
            train(shard, settings, n == last);
            mark = clock.instant();
            computing = computing.plus(Duration.between(taken, mark));
        }
    }

    private void train(Shard shard, Steps settings, boolean lastShard) {
        for (int from = 0; from < shard.size(); from += batchSize) {
            if (Thread.currentThread().isInterrupted()) {
                throw new RunInterruptedException("stopped while computing");
            }
            int count = Math.min(batchSize, shard.size() - from);
            boolean lastStep = lastShard && from + batchSize >= shard.size();
            StepSettings step = settings.settings(steps);
            if (lastStep) {
                norms.before(network.weights());
            }
            StepOutcome outcome = network.trainBatch(shard, from, count, step);
            watch.step(outcome, step, count);
            if (lastStep) {
                norms.after(network.weights());
            }
            count(shard, from, count, outcome);
            learningRate = step.learningRate();
            steps++;
        }
    }

    private void count(Shard shard, int from, int count, StepOutcome outcome) {
        lossSum += (double) outcome.loss() * count;
        images += count;
        norms.step(outcome.weights(), outcome::gradientNorm);
        for (int i = 0; i < count; i++) {
            answers.add(shard.label(from + i), outcome.answer(i, answers.classes()));
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

    /** Step size of the last step. */
    double learningRate() {
        return learningRate;
    }

    /** Answers to the training images while they were learned from. */
    ConfusionMatrix answers() {
        return answers;
    }

    /** Lengths of gradients and changes, layer by layer. */
    LayerNorms norms() {
        return norms;
    }

    double waitingSeconds() {
        return waiting.toNanos() / 1e9;
    }

    double computingSeconds() {
        return computing.toNanos() / 1e9;
    }
}

package org.equipoise.trainer.shards;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.equipoise.common.events.ShardRequested;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.sampling.EpochSampling;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.trainer.training.RunFailedException;
import org.equipoise.trainer.training.RunInterruptedException;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.ShardSource;

/**
 * Keeps a fixed number of shards on order. A shard is deleted from the store as soon as it is in memory; a resumed run
 * asks for it again and gets the same bytes. What an interrupted run has on order stays for whoever goes on with it; if
 * two trainers have one run for a moment and one of them takes a shard from the other, that one asks again.
 */
public final class ShardWindow implements ShardSource {

    private final Plan plan;
    private final ObjectStore objects;
    private final ShardRequests requests;
    private final ShardSignals signals;
    private final ShardConfig config;
    private final Clock clock;

    /** When each shard that is on order was last asked for, by position in the run. */
    private final Map<Long, Instant> onOrder = new HashMap<>();

    private long nextToOrder = -1;
    private long certainShards;

    public ShardWindow(
            Plan plan,
            ObjectStore objects,
            ShardRequests requests,
            ShardSignals signals,
            ShardConfig config,
            Clock clock) {
        this.plan = plan;
        this.objects = objects;
        this.requests = requests;
        this.signals = signals;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public void certain(int epochs) {
        certainShards = (long) epochs * plan.shardsPerEpoch();
    }

    @Override
    public Shard take(int epoch, int shard) {
        return take(epoch, shard, config.giveUpAfter());
    }

    @Override
    public Shard take(int epoch, int shard, Duration atMost) {
        long position = (long) epoch * plan.shardsPerEpoch() + shard;
        order(position);
        byte[] npz = await(position, epoch, shard, atMost);
        String key = key(epoch, shard);
        Shard taken = decode(npz, key, plan.images(shard));
        objects.delete(Bucket.SHARDS, key);
        onOrder.remove(position);
        order(position + 1);
        return taken;
    }

    @Override
    public void close() {
        signals.close();
        if (Thread.currentThread().isInterrupted()) {
            // Another trainer goes on with the run and wants the same shards.
            return;
        }
        for (String key : objects.list(Bucket.SHARDS, plan.request().runId() + "/")) {
            objects.delete(Bucket.SHARDS, key);
        }
    }

    private void order(long from) {
        nextToOrder = Math.max(nextToOrder, from);
        while (nextToOrder < Math.min(certainShards, from + Math.max(1, config.window()))) {
            ask(nextToOrder++);
        }
    }

    private void ask(long position) {
        int epoch = (int) (position / plan.shardsPerEpoch());
        int shard = (int) (position % plan.shardsPerEpoch());
        Instant now = clock.instant();
        EpochSampling drawn = plan.epochs().get(epoch).sampling();
        requests.request(new ShardRequested(
                plan.request().runId(),
                epoch,
                shard,
                plan.imagesPerShard(),
                plan.request().dataset(),
                plan.request().datasetVersion(),
                drawn.sampling(),
                plan.augmentation(),
                plan.epochs().get(epoch).classWeights(),
                plan.request().seed(),
                now,
                plan.dataset().window(),
                drawn.effectiveNumberBeta(),
                drawn.minorityShare(),
                drawn.mostRepeats()));
        onOrder.put(position, now);
    }

    private byte[] await(long position, int epoch, int shard, Duration atMost) {
        Duration patience = atMost.compareTo(config.giveUpAfter()) < 0 ? atMost : config.giveUpAfter();
        String key = key(epoch, shard);
        Instant begin = clock.instant();
        Optional<byte[]> found = objects.get(Bucket.SHARDS, key);
        while (found.isEmpty()) {
            Instant now = clock.instant();
            if (Duration.between(begin, now).compareTo(patience) >= 0) {
                throw new RunFailedException("shard " + key + " did not come within "
                        + patience.toSeconds() + " s; is augment-service running? What it refused is on "
                        + Topics.deadLetters(Topics.SHARDS_REQUESTED));
            }
            Instant asked = onOrder.getOrDefault(position, Instant.MIN);
            if (!now.isBefore(asked.plus(config.askAgainAfter()))) {
                ask(position);
            }
            Optional<String> refusal = pause(plan.request().runId() + "/" + epoch + "/" + shard);
            found = objects.get(Bucket.SHARDS, key);
            if (found.isEmpty() && refusal.isPresent()) {
                throw new RunFailedException("shard " + key + " cannot be made: " + refusal.get());
            }
        }
        return found.get();
    }

    private Optional<String> pause(String signal) {
        try {
            return signals.await(signal, config.lookEvery());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunInterruptedException("stopped while waiting for shard " + signal);
        }
    }

    private Shard decode(byte[] npz, String key, int images) {
        Shard shard;
        try {
            shard = Shard.read(
                    npz, plan.dataset().format(), plan.dataset().labelSet().size());
        } catch (IllegalArgumentException e) {
            throw new RunFailedException("shard " + key + " cannot be used: " + e.getMessage());
        }
        if (plan.augmentation().mixes() && !shard.soft().mixed()) {
            throw new RunFailedException("shard " + key + " is not mixed: an augment-service of this release makes what"
                    + " mixup asks for");
        }
        if (!plan.augmentation().mixes() && shard.soft().mixed()) {
            throw new RunFailedException("shard " + key + " is mixed, and nobody asked for mixup");
        }
        if (shard.size() != images) {
            throw new RunFailedException("shard " + key + " holds " + shard.size() + " images, expected " + images);
        }
        return shard;
    }

    private String key(int epoch, int shard) {
        return ObjectKeys.shard(plan.request().runId(), epoch, shard);
    }
}

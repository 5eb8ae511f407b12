package org.equipoise.augment.kafka;

import java.time.Clock;
import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.reactive.messaging.annotations.Blocking;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.equipoise.augment.metrics.AugmentMetrics;
import org.equipoise.augment.packs.TrainingSplits;
import org.equipoise.augment.sharding.Shard;
import org.equipoise.augment.sharding.ShardMaker;
import org.equipoise.common.events.ShardReady;
import org.equipoise.common.events.ShardRequested;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.EventHeaders;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A request comes in, the shard goes to the object store, and word of it goes out; only then is the request
 * acknowledged. What is thrown here becomes a dead letter, with its message as the reason.
 *
 * <p>The value is read as bytes: a deserialiser that fails would end the channel.
 */
@ApplicationScoped
public class ShardRequestConsumer {

    private static final Logger LOG = Logger.getLogger(ShardRequestConsumer.class);
    private static final String SOURCE = "equipoise/augment-service";

    private final TrainingSplits splits;
    private final ShardMaker maker;
    private final ObjectStore store;
    private final AugmentMetrics metrics;
    private final Clock clock;
    private final StorageRetry retry = new StorageRetry(Duration.ofMillis(200), Duration.ofSeconds(5));

    public ShardRequestConsumer(
            TrainingSplits splits, ShardMaker maker, ObjectStore store, AugmentMetrics metrics, Clock clock) {
        this.splits = splits;
        this.maker = maker;
        this.store = store;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Unordered: the trainer asks for a window of shards and takes each when it is there. */
    @Incoming("shards-requested")
    @Outgoing("shards-ready")
    @Blocking(value = "shards", ordered = false)
    public ProducerRecord<String, byte[]> onRequest(byte @Nullable [] value) throws MalformedEventException {
        try {
            ShardRequested request = EventCodec.read(value, ShardRequested.class);
            ShardReady ready = metrics.time(() -> retry.untilItAnswers(() -> make(request)));
            metrics.made(ready.images());
            LOG.debugf("made shard %s of %d images", request.key(), ready.images());
            return record(ready);
        } catch (MalformedEventException e) {
            throw refused(e);
        } catch (IllegalArgumentException e) {
            throw refused(new MalformedEventException("cannot be made: " + e.getMessage(), e));
        }
    }

    private MalformedEventException refused(MalformedEventException reason) {
        metrics.refused();
        LOG.warnf("refused a request: %s", reason.getMessage());
        return reason;
    }

    private ShardReady make(ShardRequested request) {
        Shard shard = maker.make(request, splits.get(request.dataset(), request.datasetVersion()));
        String key = ObjectKeys.shard(request.runId(), request.epoch(), request.shard());
        store.put(Bucket.SHARDS, key, shard.npz(), "application/octet-stream");
        return new ShardReady(request.runId(), request.epoch(), request.shard(), key, shard.images(), clock.instant());
    }

    private static ProducerRecord<String, byte[]> record(ShardReady ready) {
        var headers = EventHeaders.cloudEvent(Topics.SHARDS_READY, ready.key(), SOURCE, ready.readyAt());
        return new ProducerRecord<>(Topics.SHARDS_READY, null, ready.key(), EventCodec.write(ready), headers);
    }
}

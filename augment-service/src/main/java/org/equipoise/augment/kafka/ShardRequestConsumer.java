package org.equipoise.augment.kafka;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.annotations.Blocking;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
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
 * acknowledged. What is thrown here becomes a dead letter, with its message as the reason; the trainer that waits for a
 * shard which cannot be made hears the same.
 *
 * <p>The value is read as bytes: a deserialiser that fails would end the channel.
 */
@ApplicationScoped
public class ShardRequestConsumer {

    private static final Logger LOG = Logger.getLogger(ShardRequestConsumer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Of a refusal; the dead letter has all of it. */
    private static final int MOST_CHARACTERS = 1024;

    private static final String SOURCE = "equipoise/augment-service";

    private final TrainingSplits splits;
    private final ShardMaker maker;
    private final ObjectStore store;
    private final AugmentMetrics metrics;
    private final MutinyEmitter<byte[]> refusals;
    private final Clock clock;
    private final StorageRetry retry = new StorageRetry(Duration.ofMillis(200), Duration.ofSeconds(5));

    public ShardRequestConsumer(
            TrainingSplits splits,
            ShardMaker maker,
            ObjectStore store,
            AugmentMetrics metrics,
            @Channel("shards-refused") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<byte[]> refusals,
            Clock clock) {
        this.splits = splits;
        this.maker = maker;
        this.store = store;
        this.metrics = metrics;
        this.refusals = refusals;
        this.clock = clock;
    }

    /** Unordered: the trainer asks for a window of shards and takes each when it is there. */
    @Incoming("shards-requested")
    @Outgoing("shards-ready")
    @Blocking(value = "shards", ordered = false)
    public ProducerRecord<String, byte[]> onRequest(byte @Nullable [] value) throws MalformedEventException {
        ShardRequested request;
        try {
            request = EventCodec.read(value, ShardRequested.class);
        } catch (MalformedEventException e) {
            throw refused(e);
        }
        try {
            ShardReady ready = metrics.time(() -> retry.untilItAnswers(() -> make(request)));
            metrics.made(ready.images());
            LOG.debugf("made shard %s of %d images", request.key(), ready.images());
            return record(ready);
        } catch (IllegalArgumentException e) {
            tellTheTrainer(request, String.valueOf(e.getMessage()));
            throw refused(new MalformedEventException("cannot be made: " + e.getMessage(), e));
        }
    }

    private MalformedEventException refused(MalformedEventException reason) {
        metrics.refused();
        LOG.warnf("refused a request: %s", reason.getMessage());
        return reason;
    }

    private void tellTheTrainer(ShardRequested request, String why) {
        var refusal = new ShardReady(
                request.runId(),
                request.epoch(),
                request.shard(),
                objectKey(request),
                request.imagesPerShard(),
                why.substring(0, Math.min(why.length(), MOST_CHARACTERS)),
                clock.instant());
        var metadata = OutgoingKafkaRecordMetadata.<String>builder()
                .withKey(refusal.key())
                .withHeaders(new RecordHeaders(headers(refusal)))
                .build();
        refusals.sendMessage(Message.of(EventCodec.write(refusal)).addMetadata(metadata))
                .await()
                .atMost(PATIENCE);
    }

    private static String objectKey(ShardRequested request) {
        return ObjectKeys.shard(request.runId(), request.epoch(), request.shard());
    }

    private ShardReady make(ShardRequested request) {
        Shard shard = maker.make(request, splits.get(request.dataset(), request.datasetVersion()));
        String key = objectKey(request);
        store.put(Bucket.SHARDS, key, shard.npz(), "application/octet-stream");
        return new ShardReady(
                request.runId(), request.epoch(), request.shard(), key, shard.images(), null, clock.instant());
    }

    private static ProducerRecord<String, byte[]> record(ShardReady ready) {
        return new ProducerRecord<>(Topics.SHARDS_READY, null, ready.key(), EventCodec.write(ready), headers(ready));
    }

    private static List<Header> headers(ShardReady event) {
        return EventHeaders.cloudEvent(Topics.SHARDS_READY, event.key(), SOURCE, event.readyAt());
    }
}

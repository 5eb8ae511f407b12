package org.equipoise.augment.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.annotations.Blocking;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.equipoise.augment.metrics.AugmentMetrics;
import org.equipoise.augment.packs.SplitReader;
import org.equipoise.augment.sharding.Shard;
import org.equipoise.augment.sharding.ShardMaker;
import org.equipoise.common.events.ShardReady;
import org.equipoise.common.events.ShardRequested;
import org.equipoise.common.messaging.DeadLetter;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.EventHeaders;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.messaging.Unforeseen;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.common.storage.StorageException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A request comes in, the shard goes to the object store, and word of it goes out; only then is the request
 * acknowledged. Whatever fails on a request makes a dead letter of it, with the reason; the trainer that waits for a
 * shard which cannot be made hears the same. Only the object store and the broker are waited for.
 *
 * <p>The value is read as bytes: a deserialiser that fails would end the channel, as would an exception from here.
 */
@ApplicationScoped
public class ShardRequestConsumer {

    private static final Logger LOG = Logger.getLogger(ShardRequestConsumer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    /** Of a refusal; the dead letter has all of it. */
    private static final int MOST_CHARACTERS = 1024;

    private static final String SOURCE = "equipoise/augment-service";

    private final SplitReader splits;
    private final ShardMaker maker;
    private final ObjectStore store;
    private final AugmentMetrics metrics;
    private final MutinyEmitter<byte[]> out;
    private final Clock clock;
    private final OutageRetry retry = new OutageRetry(Duration.ofMillis(200), Duration.ofSeconds(5));

    /** No more waits in the buffer than requests are in the making. */
    public ShardRequestConsumer(
            SplitReader splits,
            ShardMaker maker,
            ObjectStore store,
            AugmentMetrics metrics,
            @Channel("shards-ready") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<byte[]> out,
            Clock clock) {
        this.splits = splits;
        this.maker = maker;
        this.store = store;
        this.metrics = metrics;
        this.out = out;
        this.clock = clock;
    }

    void onStop(@Observes ShutdownEvent event) {
        retry.stop();
    }

    /** Unordered: the trainer asks for a window of shards and takes each when it is there. */
    @Incoming("shards-requested")
    @Blocking(value = "shards", ordered = false)
    public void onRequest(ConsumerRecord<byte[], byte[]> record) {
        try {
            ShardRequested request = EventCodec.read(record.value(), ShardRequested.class, clock.instant());
            answer(record, request);
        } catch (MalformedEventException e) {
            setAside(record, String.valueOf(e.getMessage()));
        } catch (StorageException e) {
            // Only while the service stops: the request comes again.
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("a request failed", e);
            metrics.unforeseen(record.topic());
            setAside(record, Unforeseen.reason(e));
        }
    }

    private void answer(ConsumerRecord<byte[], byte[]> record, ShardRequested request) {
        ShardReady ready;
        try {
            ready = metrics.time(() -> retry.untilItAnswers(() -> make(request)));
        } catch (IllegalArgumentException e) {
            String why = String.valueOf(e.getMessage());
            send(refusal(request, why));
            setAside(record, "cannot be made: " + why);
            return;
        }
        send(ready);
        metrics.made(ready.images());
        LOG.debugf("made shard %s of %d images", request.key(), ready.images());
    }

    private void setAside(ConsumerRecord<byte[], byte[]> record, String reason) {
        LOG.warnf("request set aside: partition=%d offset=%d reason=%s", record.partition(), record.offset(), reason);
        DeadLetter letter = DeadLetter.of(record, reason);
        send(letter.topic(), letter.key(), letter.value(), letter.headers());
        metrics.refused();
    }

    private ShardReady refusal(ShardRequested request, String why) {
        return new ShardReady(
                request.runId(),
                request.epoch(),
                request.shard(),
                objectKey(request),
                request.imagesPerShard(),
                why.isBlank() ? "no reason" : why.substring(0, Math.min(why.length(), MOST_CHARACTERS)),
                clock.instant());
    }

    private void send(ShardReady event) {
        List<Header> headers = EventHeaders.cloudEvent(Topics.SHARDS_READY, event.key(), SOURCE, event.readyAt());
        send(Topics.SHARDS_READY, event.key().getBytes(StandardCharsets.UTF_8), EventCodec.write(event), headers);
    }

    /** Comes back when the broker has it. */
    private void send(String topic, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
        var metadata = OutgoingKafkaRecordMetadata.<byte[]>builder()
                .withTopic(topic)
                .withKey(key)
                .withHeaders(new RecordHeaders(headers))
                .build();
        retry.untilItIsSent(() -> out.sendMessage(Message.of(value, Metadata.of(metadata)))
                .await()
                .atMost(PATIENCE));
    }

    private static String objectKey(ShardRequested request) {
        return ObjectKeys.shard(request.runId(), request.epoch(), request.shard());
    }

    private ShardReady make(ShardRequested request) {
        Shard shard = splits.with(request.dataset(), request.datasetVersion(), split -> maker.make(request, split));
        String key = objectKey(request);
        store.put(Bucket.SHARDS, key, shard.npz(), "application/octet-stream");
        return new ShardReady(
                request.runId(), request.epoch(), request.shard(), key, shard.images(), null, clock.instant());
    }
}

package org.equipoise.trainer.kafka;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.equipoise.common.events.ShardReady;
import org.equipoise.common.events.ShardRequested;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.Stripes;
import org.jspecify.annotations.Nullable;

/** Answers every request for a shard with stripes, as augment-service would with augmented images. */
final class FakeAugmenter implements AutoCloseable {

    private final TestTopics topics;
    private final ObjectStore objects;
    private final InputShape shape;
    private final int imagesPerEpoch;
    private final TopicReader reader;
    private final Thread thread;
    private final Queue<ShardRequested> asked = new ConcurrentLinkedQueue<>();
    private final CountDownLatch released;
    private final Map<String, String> refusals = new ConcurrentHashMap<>();

    /** @param released while it is above zero no shard is made */
    FakeAugmenter(
            TestTopics topics, ObjectStore objects, InputShape shape, int imagesPerEpoch, CountDownLatch released) {
        this.topics = topics;
        this.objects = objects;
        this.shape = shape;
        this.imagesPerEpoch = imagesPerEpoch;
        this.released = released;
        reader = new TopicReader(topics.bootstrapServers(), List.of(Topics.SHARDS_REQUESTED));
        reader.seekToEnd();
        thread = new Thread(this::serve, "fake-augmenter");
        thread.start();
    }

    /** Shards of a dataset are refused from now on. */
    void refuse(String dataset, String why) {
        refusals.put(dataset, why);
    }

    /** Everything that was asked for so far. */
    List<ShardRequested> asked() {
        return List.copyOf(asked);
    }

    private void serve() {
        try (reader) {
            while (!Thread.currentThread().isInterrupted()) {
                reader.poll(Duration.ofMillis(200), this::answer);
            }
        } catch (WakeupException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(ConsumerRecord<String, byte[]> record) {
        try {
            ShardRequested request = EventCodec.read(record.value(), ShardRequested.class);
            asked.add(request);
            released.await();
            if (refusals.containsKey(request.dataset())) {
                say(request, request.imagesPerShard(), refusals.get(request.dataset()));
            } else {
                make(request);
            }
        } catch (MalformedEventException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void make(ShardRequested request) {
        int images = Math.min(request.imagesPerShard(), imagesPerEpoch - request.shard() * request.imagesPerShard());
        Shard shard = Stripes.shard(
                shape, images, request.classWeights(), request.seed() + 31L * request.epoch() + request.shard());
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("images", NpyArray.ofBytes(shard.pixels(), images, shape.height(), shape.width(), shape.channels()));
        arrays.put("labels", NpyArray.ofInts(shard.labels(), images));
        arrays.put("weights", NpyArray.ofFloats(shard.weights(), images));
        String key = ObjectKeys.shard(request.runId(), request.epoch(), request.shard());
        objects.put(Bucket.SHARDS, key, Npz.write(arrays), "application/octet-stream");
        say(request, images, null);
    }

    private void say(ShardRequested request, int images, @Nullable String refusal) {
        topics.send(
                Topics.SHARDS_READY,
                request.key(),
                EventCodec.write(new ShardReady(
                        request.runId(),
                        request.epoch(),
                        request.shard(),
                        ObjectKeys.shard(request.runId(), request.epoch(), request.shard()),
                        images,
                        refusal,
                        Clock.systemUTC().instant())));
    }

    @Override
    public void close() {
        released.countDown();
        reader.wakeup();
        try {
            thread.join(5000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

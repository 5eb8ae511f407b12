package org.equipoise.monitor.kafka;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.Topics;
import org.equipoise.monitor.canary.CanaryWatch;
import org.equipoise.monitor.notice.NoticeBacklog;
import org.equipoise.monitor.watch.Fixtures;
import org.equipoise.monitor.watch.WatchListener;
import org.equipoise.monitor.watch.WatchedVersion;
import org.equipoise.monitor.watch.WatchedVersionCodec;

/** The whole topology in one thread, with its state in memory, fed with bytes as any producer may send them. */
final class WatchDriver implements AutoCloseable {

    final TopologyTestDriver driver;
    final List<String> unforeseen = new ArrayList<>();

    WatchDriver(Path directory, WatchListener listener) {
        var topology = new WatchTopology(
                Fixtures.POLICY,
                Fixtures.STUDIES,
                Fixtures.kafka(true),
                listener,
                new CanaryWatch(),
                new NoticeTopology(null, new NoticeBacklog(Clock.systemUTC())),
                new LastResort(unforeseen::add));
        driver = DrivenTopology.open(topology.build(false), directory);
    }

    void send(String topic, TestRecord<byte[], byte[]> record) {
        TestInputTopic<byte[], byte[]> input =
                driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
        input.pipeInput(record);
    }

    void send(String topic, byte[] key, byte[] value) {
        send(topic, new TestRecord<>(key, value, Fixtures.START));
    }

    void send(String topic, byte[] value) {
        send(topic, "nodules".getBytes(StandardCharsets.UTF_8), value);
    }

    void predict(PredictionMade prediction) {
        send(Topics.PREDICTIONS_MADE, EventCodec.write(prediction));
    }

    void predict(PredictionMade prediction, Instant recordTime) {
        send(
                Topics.PREDICTIONS_MADE,
                new TestRecord<>(
                        prediction.model().getBytes(StandardCharsets.UTF_8), EventCodec.write(prediction), recordTime));
    }

    void promote(String version) {
        send(Topics.MODELS_DECIDED, EventCodec.write(Fixtures.promotion(version)));
    }

    void seconds(int seconds) {
        for (int i = 0; i < seconds; i++) {
            driver.advanceWallClockTime(Duration.ofSeconds(1));
        }
    }

    List<TestRecord<byte[], byte[]>> records(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    List<TestRecord<byte[], byte[]>> letters(String topic) {
        return records(Topics.deadLetters(topic));
    }

    static String reason(TestRecord<byte[], byte[]> letter) {
        return header(letter, "dead-letter-reason");
    }

    static String header(TestRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        return new String(Objects.requireNonNull(header, name).value(), StandardCharsets.UTF_8);
    }

    KeyValueStore<String, byte[]> store(String name) {
        return driver.getKeyValueStore(name);
    }

    WatchedVersion version(String version) {
        byte[] stored = store(WatchStores.VERSIONS).get("nodules/" + version);
        return new WatchedVersionCodec(Fixtures.POLICY).read(Objects.requireNonNull(stored, version));
    }

    @Override
    public void close() {
        driver.close();
    }
}

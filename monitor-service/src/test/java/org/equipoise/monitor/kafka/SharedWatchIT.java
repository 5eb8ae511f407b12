package org.equipoise.monitor.kafka;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.awaitility.core.ConditionFactory;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Outcome;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.equipoise.local.embedded.EmbeddedKafka;
import org.equipoise.local.embedded.Ports;
import org.equipoise.monitor.canary.CanaryWatch;
import org.equipoise.monitor.notice.NoticeBacklog;
import org.equipoise.monitor.watch.Fixtures;
import org.equipoise.monitor.watch.StudyPolicy;
import org.equipoise.monitor.watch.WatchListener;
import org.equipoise.monitor.watch.WatchedVersion;
import org.equipoise.monitor.watch.WatchedVersionCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Several instances share the watching: one joins, its threads die before they have committed, one leaves, and one
 * begins on an empty disk. What is watched and told in the end is, bit by bit, what a single one makes of the same
 * records without any of that.
 */
class SharedWatchIT {

    private static final int MODELS = 30;
    private static final int PREDICTIONS = 400;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** No study is closed because a partition moved. */
    private static final StudyPolicy STUDIES = Fixtures.studies(Duration.ofHours(1));

    @TempDir
    private Path directory;

    private final List<KafkaStreams> instances = new ArrayList<>();
    private final Logger failuresThatAreAskedFor = Logger.getLogger("org.apache.kafka.streams");

    @BeforeEach
    void quiet() {
        failuresThatAreAskedFor.setLevel(Level.OFF);
    }

    @AfterEach
    void loud() {
        failuresThatAreAskedFor.setLevel(null);
    }

    /** Before the broker, which they need for that. */
    private void close() {
        instances.forEach(streams -> streams.close(Duration.ofSeconds(20)));
    }

    @Test
    void whatIsWatchedDoesNotDependOnWhoWatchesIt() throws Exception {
        Map<String, String> expectedVersions = new TreeMap<>();
        Map<String, List<String>> expectedAlerts = new TreeMap<>();
        watchAlone(expectedVersions, expectedAlerts);
        assertThat(expectedVersions).hasSize(MODELS);
        assertThat(expectedAlerts).hasSizeGreaterThanOrEqualTo(MODELS / 2);

        try (var kafka = EmbeddedKafka.start(directory.resolve("kafka"), Ports.free(), Ports.free());
                AutoCloseable running = this::close;
                var producer = new KafkaProducer<>(
                        Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            kafka.createTopics();
            BiConsumer<String, byte[]> predictions =
                    (model, value) -> producer.send(new ProducerRecord<>(Topics.PREDICTIONS_MADE, model, value));
            var first = new Failing();
            KafkaStreams leaves = start(kafka, "first", first);
            promote((model, value) -> producer.send(new ProducerRecord<>(Topics.MODELS_DECIDED, model, value)));
            waiting()
                    .ignoreExceptionsInstanceOf(InvalidStateStoreException.class)
                    .until(() -> decided(leaves) == MODELS);

            predict(0, 100, predictions);
            var second = new Failing();
            start(kafka, "second", second);
            predict(100, 200, predictions);
            waiting().until(() -> second.heard.get() > 0);
            first.failures.set(2);
            second.failures.set(2);
            predict(200, 300, predictions);
            waiting().until(() -> first.failures.get() <= 0 && second.failures.get() <= 0);
            leaves.close();
            start(kafka, "third", new Failing());
            predict(300, PREDICTIONS, predictions);

            waiting()
                    .ignoreExceptionsInstanceOf(InvalidStateStoreException.class)
                    .untilAsserted(() -> assertThat(versions()).isEqualTo(expectedVersions));
            close();
            // What was committed last may not be there yet: a commit is answered before its marker is written.
            waiting().untilAsserted(() -> assertThat(alerts(kafka)).isEqualTo(expectedAlerts));
        }
    }

    /** By one topology, record after record. */
    private void watchAlone(Map<String, String> versions, Map<String, List<String>> alerts) {
        var topology = new WatchTopology(Fixtures.POLICY, STUDIES, Fixtures.kafka(true), new RecordingListener());
        var config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "alone");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.resolve("alone").toString());
        try (var driver = new TopologyTestDriver(topology.build(false), config, Fixtures.START)) {
            TestInputTopic<String, byte[]> decisions =
                    driver.createInputTopic(Topics.MODELS_DECIDED, new StringSerializer(), new ByteArraySerializer());
            TestInputTopic<String, byte[]> predictions =
                    driver.createInputTopic(Topics.PREDICTIONS_MADE, new StringSerializer(), new ByteArraySerializer());
            promote(decisions::pipeInput);
            predict(0, PREDICTIONS, predictions::pipeInput);
            try (var all = driver.<String, byte[]>getKeyValueStore(WatchStores.VERSIONS)
                    .all()) {
                all.forEachRemaining(entry -> versions.put(entry.key, hex(entry.value)));
            }
            driver.createOutputTopic(Topics.ALERTS_CHANGED, new StringDeserializer(), new ByteArrayDeserializer())
                    .readKeyValuesToList()
                    .forEach(told -> add(alerts, told.key, told.value));
        }
    }

    /** Threads die on purpose: that is no failure of the test. */
    private static ConditionFactory waiting() {
        return await().dontCatchUncaughtExceptions().atMost(PATIENCE);
    }

    private static void promote(BiConsumer<String, byte[]> decisions) {
        for (int m = 0; m < MODELS; m++) {
            var promoted = new ModelDecided(
                    model(m), "v1", "run", Outcome.PROMOTED, List.of(), Fixtures.champion("v1"), Fixtures.START);
            decisions.accept(model(m), EventCodec.write(promoted));
        }
    }

    /**
     * From every model the predictions {@code [from, to)}. Half of the models collapse half-way, a third has studies of
     * two images, and now and then a prediction comes twice.
     */
    private static void predict(int from, int to, BiConsumer<String, byte[]> predictions) {
        for (int n = from; n < to; n++) {
            for (int m = 0; m < MODELS; m++) {
                int images = m % 3 == 0 ? 2 : 1;
                int healthy = n % 10 == 9 ? 1 : n % 25 == 0 ? 2 : 0;
                int answer = m % 2 == 0 && n >= PREDICTIONS / 2 ? 1 : healthy;
                var prediction = Fixtures.of(
                        model(m), Fixtures.prediction("v1", "study-" + n / images, "image-" + n, images, answer));
                byte[] value = EventCodec.write(prediction);
                predictions.accept(model(m), value);
                if ((n + m) % 37 == 0) {
                    predictions.accept(model(m), value);
                }
            }
        }
    }

    private static String model(int number) {
        return String.format(Locale.ROOT, "model-%02d", number);
    }

    private KafkaStreams start(EmbeddedKafka kafka, String name, WatchListener listener) {
        var config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "monitor-service");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.resolve(name).toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
        config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        config.put("auto.offset.reset", "earliest");
        config.put("session.timeout.ms", 6000);
        config.put("heartbeat.interval.ms", 2000);
        var lastResort = new LastResort(topic -> {});
        var topology = new WatchTopology(
                Fixtures.POLICY,
                STUDIES,
                Fixtures.kafka(true),
                listener,
                new CanaryWatch(),
                new NoticeTopology(null, new NoticeBacklog(Clock.systemUTC())),
                lastResort);
        var streams = new KafkaStreams(topology.build(), config);
        streams.setUncaughtExceptionHandler(failure -> {
            lastResort.died(Thread.currentThread(), failure);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
        instances.add(streams);
        streams.start();
        return streams;
    }

    private static long decided(KafkaStreams streams) {
        var store = streams.store(StoreQueryParameters.fromNameAndType(
                WatchStores.DECISIONS, QueryableStoreTypes.<String, byte[]>keyValueStore()));
        long count = 0;
        try (var all = store.all()) {
            for (; all.hasNext(); all.next()) {
                count++;
            }
        }
        return count;
    }

    /** Of whoever runs. */
    private List<WatchedVersion> watched() {
        var codec = new WatchedVersionCodec(Fixtures.POLICY);
        return instances.stream()
                .filter(streams -> streams.state() == KafkaStreams.State.RUNNING)
                .flatMap(streams -> new StoredVersions(streams, codec).all().stream())
                .toList();
    }

    private Map<String, String> versions() {
        var codec = new WatchedVersionCodec(Fixtures.POLICY);
        Map<String, String> versions = new TreeMap<>();
        watched().forEach(version -> versions.put(version.id(), hex(codec.write(version))));
        return versions;
    }

    private static Map<String, List<String>> alerts(EmbeddedKafka kafka) {
        Map<String, List<String>> alerts = new TreeMap<>();
        try (var reader = new TopicReader(kafka.bootstrapServers(), List.of(Topics.ALERTS_CHANGED))) {
            reader.readToEnd(told -> add(alerts, told.key(), told.value()));
        }
        return alerts;
    }

    /** What was said, without the time at which it was. */
    private static void add(Map<String, List<String>> alerts, String id, byte[] value) {
        try {
            AlertChanged alert = EventCodec.read(value, AlertChanged.class);
            alerts.computeIfAbsent(id, unseen -> new ArrayList<>())
                    .add(alert.changeId() + " " + alert.odds() + " " + alert.summary() + " " + alert.evidence());
        } catch (MalformedEventException e) {
            throw new AssertionError("what was told is no alert", e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** Throws so many times, at a prediction that comes again: in the middle of a transaction. */
    private static final class Failing implements WatchListener {

        final AtomicInteger failures = new AtomicInteger();
        final AtomicInteger heard = new AtomicInteger();

        @Override
        public void changed(WatchedVersion version) {
            heard.incrementAndGet();
        }

        @Override
        public void released(String model, String version) {}

        @Override
        public void duplicate() {
            if (failures.get() > 0 && failures.getAndDecrement() > 0) {
                // No exception: those end no thread.
                throw new NoClassDefFoundError("a failure that this test asked for");
            }
        }
    }
}

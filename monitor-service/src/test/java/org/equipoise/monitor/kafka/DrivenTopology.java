package org.equipoise.monitor.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.Topics;
import org.equipoise.monitor.watch.Fixtures;
import org.equipoise.monitor.watch.WatchListener;

/** A topology in one thread, from {@link Fixtures#START} on, and the topics of its tests. */
final class DrivenTopology {

    private DrivenTopology() {}

    static TopologyTestDriver open(Topology topology, Path directory) {
        var config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "driven-topology");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        return new TopologyTestDriver(topology, config, Fixtures.START);
    }

    /**
     * What most tests of the watcher need.
     *
     * @param alerts what it said
     */
    record Watcher(
            TopologyTestDriver driver,
            TestInputTopic<String, byte[]> predictions,
            TestInputTopic<String, byte[]> decisions,
            TestOutputTopic<String, byte[]> alerts)
            implements AutoCloseable {

        /** What is stored of {@code model/version}. */
        byte[] stored(String version) {
            byte[] stored = driver.<String, byte[]>getKeyValueStore(WatchStores.VERSIONS)
                    .get(version);
            return Objects.requireNonNull(stored, version);
        }

        @Override
        public void close() {
            driver.close();
        }
    }

    /** @param direct as of the policy of the same name */
    static Watcher watcher(Path directory, boolean direct, WatchListener listener) {
        var topology =
                new WatchTopology(Fixtures.POLICY, Fixtures.STUDIES, Fixtures.kafka(direct), listener).build(false);
        TopologyTestDriver driver = open(topology, directory);
        return new Watcher(
                driver,
                input(driver, Topics.PREDICTIONS_MADE),
                input(driver, Topics.MODELS_DECIDED),
                output(driver, Topics.ALERTS_CHANGED));
    }

    /** Its records are a millisecond apart. */
    static TestInputTopic<String, byte[]> input(TopologyTestDriver driver, String topic) {
        return driver.createInputTopic(
                topic, new StringSerializer(), new ByteArraySerializer(), Fixtures.START, Duration.ofMillis(1));
    }

    static TestOutputTopic<String, byte[]> output(TopologyTestDriver driver, String topic) {
        return driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** What was told since the last look. */
    static List<AlertChanged> alerts(TestOutputTopic<String, byte[]> topic) throws MalformedEventException {
        List<AlertChanged> changes = new ArrayList<>();
        for (byte[] value : topic.readValuesToList()) {
            changes.add(EventCodec.read(value, AlertChanged.class));
        }
        return changes;
    }
}

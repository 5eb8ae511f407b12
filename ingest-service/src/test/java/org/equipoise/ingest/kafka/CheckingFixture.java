package org.equipoise.ingest.kafka;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.events.EventExamples;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.Topics;
import org.equipoise.ingest.Limits;
import org.equipoise.ingest.labelling.CheckObserver;
import org.equipoise.ingest.labelling.LabelRules;
import org.equipoise.ingest.labelling.LabellingSettings;
import org.equipoise.ingest.splitting.KeyedHash;
import org.equipoise.ingest.splitting.Splitting;
import org.junit.jupiter.api.AfterEach;

/** The topology in a test driver, with the events that its tests send. */
abstract class CheckingFixture {

    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    static final String IMAGE = "ab".repeat(32);

    final Heard heard = new Heard();
    final TopologyTestDriver driver;

    /** @param hash what decides the split of an image that has none */
    CheckingFixture(Path state, KeyedHash hash, int partitions) {
        var config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        config.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        driver = new TopologyTestDriver(
                CheckingTopology.build(
                        new LabelRules(new Splitting(hash), Limits.defaults(LabellingSettings.class)),
                        InstantSource.fixed(NOW),
                        heard,
                        () -> partitions),
                config,
                NOW);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    final void declare(String... classes) {
        input(Topics.DATASETS_DECLARED)
                .pipeInput(
                        "chest".getBytes(StandardCharsets.UTF_8),
                        EventCodec.write(new DatasetDeclared("chest", new LabelSet(List.of(classes)), NOW)));
    }

    final void send(String topic, Object event) {
        byte[] key = ("chest/" + IMAGE).getBytes(StandardCharsets.UTF_8);
        input(topic).pipeInput(key, EventCodec.write(event));
    }

    final List<LabelChecked> checked() {
        List<LabelChecked> events = new ArrayList<>();
        for (byte[] value : output(Topics.LABELS_CHECKED).readValuesToList()) {
            try {
                events.add(EventCodec.read(value, LabelChecked.class));
            } catch (MalformedEventException e) {
                throw new AssertionError("the topology wrote a malformed event", e);
            }
        }
        return events;
    }

    final TestInputTopic<byte[], byte[]> input(String topic) {
        return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
    }

    final TestOutputTopic<byte[], byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    static ImageIngested arrival(String study) {
        return new ImageIngested(
                "chest",
                IMAGE,
                study,
                "chest/x.png",
                study + "/x",
                16,
                24,
                1,
                "DX",
                null,
                Split.VALIDATION,
                1,
                null,
                NOW,
                NOW);
    }

    static ImageIngested measured(String study) {
        ImageIngested plain = arrival(study);
        return new ImageIngested(
                plain.dataset(),
                plain.imageId(),
                plain.studyId(),
                plain.objectKey(),
                plain.sourceKey(),
                plain.width(),
                plain.height(),
                plain.channels(),
                plain.modality(),
                plain.patientGroup(),
                plain.split(),
                plain.imagesInStudy(),
                plain.model(),
                plain.publishedAt(),
                plain.ingestedAt(),
                plain.station(),
                plain.copies(),
                plain.bits(),
                EventExamples.imageMeasures());
    }

    static LabelSubmitted label(String label, String annotator) {
        return new LabelSubmitted("chest", IMAGE, label, annotator, NOW);
    }

    static final class Heard implements CheckObserver {

        final List<LabelChecked> checked = new ArrayList<>();
        final List<String> dead = new ArrayList<>();
        final List<String> unforeseen = new ArrayList<>();

        @Override
        public void checked(LabelChecked event) {
            checked.add(event);
        }

        @Override
        public void deadLetter(String topic) {
            dead.add(topic);
        }

        @Override
        public void skipped(String topic) {
            throw new AssertionError("the topology follows nothing");
        }

        @Override
        public void unforeseen(String topic) {
            unforeseen.add(topic);
        }
    }
}

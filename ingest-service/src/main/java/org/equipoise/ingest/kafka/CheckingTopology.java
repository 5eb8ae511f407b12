package org.equipoise.ingest.kafka;

import java.time.InstantSource;

import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.UsePartitionTimeOnInvalidTimestamp;
import org.apache.kafka.streams.state.Stores;
import org.equipoise.common.messaging.Topics;
import org.equipoise.ingest.labelling.CheckObserver;
import org.equipoise.ingest.labelling.LabelRules;

/**
 * Joins images, labels and vocabularies into the standing of each image:
 *
 * <pre>
 * images.ingested ──┐                       ┌──▶ labels.checked
 * labels.submitted ─┴▶ checking (one record ┤
 *                      per image) ▲         └──▶ images.ingested.dlq, labels.submitted.dlq
 * datasets.declared ── global table
 * </pre>
 *
 * Bytes in, bytes out: a record that is not what its topic promises becomes a dead letter instead of an exception.
 */
public final class CheckingTopology {

    static final String RECORDS = "image-records";
    static final String APPLIED = "applied-declarations";
    static final String DECLARATIONS = "declarations";
    static final String CHECKED_SINK = "checked";

    private static final String IMAGES = "images";
    private static final String LABELS = "labels";
    private static final String CHECKING = "checking";

    private CheckingTopology() {}

    /** The topology; every instance of the service runs a share of it. */
    public static Topology build(LabelRules rules, InstantSource clock, CheckObserver observer) {
        var topology = new Topology();
        topology.addGlobalStore(
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(DECLARATIONS), Serdes.String(), Serdes.ByteArray())
                        .withLoggingDisabled(),
                "declared",
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                Topics.DATASETS_DECLARED,
                "remember",
                DeclarationProcessor::new);
        source(topology, IMAGES, Topics.IMAGES_INGESTED);
        source(topology, LABELS, Topics.LABELS_SUBMITTED);
        topology.addProcessor(CHECKING, () -> new CheckingProcessor(rules, clock, observer), IMAGES, LABELS);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(RECORDS), Serdes.String(), Serdes.ByteArray()),
                CHECKING);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(APPLIED), Serdes.String(), Serdes.ByteArray()),
                CHECKING);
        sink(topology, CHECKED_SINK, Topics.LABELS_CHECKED);
        sink(topology, deadLetterSink(Topics.IMAGES_INGESTED), Topics.deadLetters(Topics.IMAGES_INGESTED));
        sink(topology, deadLetterSink(Topics.LABELS_SUBMITTED), Topics.deadLetters(Topics.LABELS_SUBMITTED));
        return topology;
    }

    static String deadLetterSink(String topic) {
        return "dead-" + topic;
    }

    private static void source(Topology topology, String name, String topic) {
        // A record with a broken timestamp is still a record.
        topology.addSource(
                AutoOffsetReset.earliest(),
                name,
                new UsePartitionTimeOnInvalidTimestamp(),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                topic);
    }

    private static void sink(Topology topology, String name, String topic) {
        topology.addSink(name, topic, new ByteArraySerializer(), new ByteArraySerializer(), CHECKING);
    }
}

package org.equipoise.ingest.kafka;

import java.time.InstantSource;
import java.util.List;
import java.util.function.IntSupplier;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.Stores;
import org.equipoise.common.events.Dated;
import org.equipoise.common.events.ImageErased;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.ReadingRequested;
import org.equipoise.common.messaging.Topics;
import org.equipoise.ingest.labelling.CheckObserver;
import org.equipoise.ingest.labelling.LabelRules;

/**
 * Joins images, labels and vocabularies into the standing of each image:
 *
 * <pre>
 * images.ingested ────┐                       ┌──▶ labels.checked
 * labels.submitted ───┤                       │
 * readings.requested ─┤                       │
 * images.erased ──────┴▶ checking (one record ┤
 *                        per image) ▲         └──▶ .dlq of the four
 * datasets.declared ─── global table
 * </pre>
 *
 * Bytes in, bytes out: a record that is not what its topic promises becomes a dead letter instead of an exception, and
 * so does one that checking fails on for a reason that nobody foresaw. Exceptions of Kafka itself go up: the thread is
 * replaced and begins at its last commit.
 *
 * <p>A record that its producer's partitioner did not put where its image is kept takes the way over a topic of our
 * own. Most records are at home and are checked where they are read.
 */
public final class CheckingTopology {

    static final String RECORDS = "image-records";
    static final String APPLIED = "applied-declarations";
    static final String DECLARATIONS = "declarations";

    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private final LabelRules rules;
    private final InstantSource clock;
    private final CheckObserver observer;
    private final IntSupplier partitions;

    private CheckingTopology(LabelRules rules, InstantSource clock, CheckObserver observer, IntSupplier partitions) {
        this.rules = rules;
        this.clock = clock;
        this.observer = observer;
        this.partitions = partitions;
    }

    /**
     * The topology; every instance of the service runs a share of it.
     *
     * @param partitions over how many the images are spread; asked when a task starts
     */
    public static Topology build(
            LabelRules rules, InstantSource clock, CheckObserver observer, IntSupplier partitions) {
        return new CheckingTopology(rules, clock, observer, partitions).build();
    }

    private Topology build() {
        var builder = new StreamsBuilder();
        builder.addGlobalStore(
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(DECLARATIONS), Serdes.String(), Serdes.ByteArray())
                        .withLoggingDisabled(),
                Topics.DATASETS_DECLARED,
                Consumed.with(BYTES, BYTES).withTimestampExtractor(new RecordTime(clock)),
                () -> new DeclarationProcessor(clock));
        builder.addStateStore(Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(RECORDS), Serdes.String(), Serdes.ByteArray()));
        builder.addStateStore(Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(APPLIED), Serdes.String(), Serdes.ByteArray()));
        KStream<byte[], Step> images = steps(
                builder, new ArrivalReader.Kind<>(Topics.IMAGES_INGESTED, ImageIngested.class, ImageIngested::key));
        KStream<byte[], Step> labels = steps(
                builder, new ArrivalReader.Kind<>(Topics.LABELS_SUBMITTED, LabelSubmitted.class, LabelSubmitted::key));
        KStream<byte[], Step> readings = steps(
                builder,
                new ArrivalReader.Kind<>(Topics.READINGS_REQUESTED, ReadingRequested.class, ReadingRequested::key));
        KStream<byte[], Step> erased =
                steps(builder, new ArrivalReader.Kind<>(Topics.IMAGES_ERASED, ImageErased.class, ImageErased::key));
        KStream<byte[], Step> all = images.merge(labels).merge(readings).merge(erased);
        KStream<byte[], OutgoingRecord> checked = all.filter((key, step) -> step instanceof Step.Arrival)
                .mapValues(step -> (Step.Arrival) step)
                .process(() -> new CheckingProcessor(rules, clock, observer), RECORDS, APPLIED);
        KStream<byte[], OutgoingRecord> refused = all.filter((key, step) -> step instanceof Step.Refused)
                .mapValues(step -> ((Step.Refused) step).letter());
        send(checked.merge(refused));
        return builder.build();
    }

    /** What a topic gives, each arrival at the task that keeps its image. */
    private <T extends Dated> KStream<byte[], Step> steps(StreamsBuilder builder, ArrivalReader.Kind<T> kind) {
        KStream<byte[], Step> read = builder.stream(
                        kind.topic(),
                        Consumed.with(BYTES, BYTES)
                                .withTimestampExtractor(new RecordTime(clock))
                                .withOffsetResetPolicy(AutoOffsetReset.earliest()))
                // An erasure takes back what was asked of readers: it tells the checks itself.
                .filterNot((key, value) -> value == null && kind.topic().equals(Topics.READINGS_REQUESTED))
                .process(() -> new ArrivalReader<>(kind, clock, observer, partitions));
        KStream<byte[], Step> moved = read.filter((key, step) -> away(step))
                .mapValues(step -> (Step.Arrival) step)
                .process(MovedRecord::new)
                .repartition(Repartitioned.with(BYTES, BYTES)
                        .withName(kind.topic() + "-by-image")
                        .withStreamPartitioner(new ImagePlaces()))
                .process(() -> new ArrivalReader<>(kind, clock, observer, partitions));
        return read.filterNot((key, step) -> away(step)).merge(moved);
    }

    private static boolean away(Step step) {
        return step instanceof Step.Arrival arrival && !arrival.home();
    }

    private static void send(KStream<byte[], OutgoingRecord> out) {
        for (String topic : List.of(
                Topics.LABELS_CHECKED,
                Topics.deadLetters(Topics.IMAGES_INGESTED),
                Topics.deadLetters(Topics.LABELS_SUBMITTED),
                Topics.deadLetters(Topics.READINGS_REQUESTED),
                Topics.deadLetters(Topics.IMAGES_ERASED))) {
            out.filter((key, record) -> record.topic().equals(topic))
                    .process(OutgoingWriter::new)
                    .to(topic, Produced.with(BYTES, BYTES));
        }
    }
}

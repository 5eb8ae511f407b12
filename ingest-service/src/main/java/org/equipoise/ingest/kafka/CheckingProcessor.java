package org.equipoise.ingest.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.ImageKey;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.EventHeaders;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.Topics;
import org.equipoise.ingest.labelling.CheckObserver;
import org.equipoise.ingest.labelling.ImageRecord;
import org.equipoise.ingest.labelling.LabelRules;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one record per image and publishes its standing when it changes. When a dataset's vocabulary changes, every
 * image of it is checked again.
 */
final class CheckingProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    private static final Duration DECLARATION_CHECK = Duration.ofSeconds(1);

    private final LabelRules rules;
    private final InstantSource clock;
    private final CheckObserver observer;
    private @Nullable Task task;

    CheckingProcessor(LabelRules rules, InstantSource clock, CheckObserver observer) {
        this.rules = rules;
        this.clock = clock;
        this.observer = observer;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        var started = new Task(
                context,
                context.getStateStore(CheckingTopology.RECORDS),
                context.getStateStore(CheckingTopology.APPLIED),
                context.getStateStore(CheckingTopology.DECLARATIONS));
        task = started;
        context.schedule(DECLARATION_CHECK, PunctuationType.WALL_CLOCK_TIME, started::applyDeclarations);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (task == null) {
            throw new IllegalStateException("not initialised");
        }
        RecordMetadata origin = task.context.recordMetadata().orElseThrow();
        try {
            if (origin.topic().equals(Topics.IMAGES_INGESTED)) {
                ImageIngested event = EventCodec.read(record.value(), ImageIngested.class);
                requireKey(record.key(), event.key());
                task.update(event.dataset(), event.imageId(), image -> image.with(event), record.timestamp());
            } else {
                LabelSubmitted event = EventCodec.read(record.value(), LabelSubmitted.class);
                requireKey(record.key(), event.key());
                task.update(event.dataset(), event.imageId(), image -> image.with(event), record.timestamp());
            }
        } catch (MalformedEventException e) {
            task.deadLetter(record, origin, String.valueOf(e.getMessage()));
        }
    }

    /** Under another key the record may have come to another instance than the rest of its image. */
    private static void requireKey(byte @Nullable [] key, String expected) throws MalformedEventException {
        if (!Arrays.equals(key, expected.getBytes(StandardCharsets.UTF_8))) {
            throw new MalformedEventException("the record's key is not " + expected, null);
        }
    }

    /** What exists from the moment the processor runs. */
    private final class Task {

        private final ProcessorContext<byte[], byte[]> context;
        private final KeyValueStore<String, byte[]> records;
        private final KeyValueStore<String, byte[]> applied;
        private final KeyValueStore<String, byte[]> declarations;

        Task(
                ProcessorContext<byte[], byte[]> context,
                KeyValueStore<String, byte[]> records,
                KeyValueStore<String, byte[]> applied,
                KeyValueStore<String, byte[]> declarations) {
            this.context = context;
            this.records = records;
            this.applied = applied;
            this.declarations = declarations;
        }

        void update(String dataset, String imageId, UnaryOperator<ImageRecord> change, long timestamp) {
            String key = ImageKey.of(dataset, imageId);
            byte[] row = records.get(key);
            StoredImage known = row == null ? null : StoredImage.read(row);
            ImageRecord before = known == null ? ImageRecord.empty(dataset, imageId) : known.image();
            ImageRecord after = change.apply(before);
            check(key, known, after, labelSet(declarations.get(dataset)), timestamp);
        }

        void applyDeclarations(long now) {
            try (KeyValueIterator<String, byte[]> declared = declarations.all()) {
                while (declared.hasNext()) {
                    KeyValue<String, byte[]> entry = declared.next();
                    if (!Arrays.equals(applied.get(entry.key), entry.value)) {
                        recheck(entry.key, Objects.requireNonNull(labelSet(entry.value)), now);
                        applied.put(entry.key, entry.value);
                    }
                }
            }
        }

        private void recheck(String dataset, LabelSet labelSet, long now) {
            try (var images = records.prefixScan(dataset + "/", new StringSerializer())) {
                while (images.hasNext()) {
                    KeyValue<String, byte[]> entry = images.next();
                    StoredImage known = StoredImage.read(entry.value);
                    check(entry.key, known, known.image(), labelSet, now);
                }
            }
        }

        private void check(
                String key,
                @Nullable StoredImage known,
                ImageRecord image,
                @Nullable LabelSet labelSet,
                long timestamp) {
            Instant now = clock.instant();
            LabelChecked before = known == null ? null : known.checked();
            Optional<LabelChecked> changed = rules.check(image, labelSet, now)
                    .filter(check -> before == null || !LabelRules.sameStanding(before, check));
            if (changed.isEmpty() && known != null && known.image().equals(image)) {
                return;
            }
            records.put(key, new StoredImage(image, changed.orElse(before)).write());
            changed.ifPresent(check -> publish(check, image, timestamp));
        }

        private void publish(LabelChecked check, ImageRecord image, long timestamp) {
            String id = check.key() + "@" + check.checkedAt().toEpochMilli();
            Headers headers = new RecordHeaders(
                    EventHeaders.cloudEvent(Topics.LABELS_CHECKED, id, OutgoingRecord.SOURCE, check.checkedAt()));
            rules.traits(image).ifPresent(traits -> TraitHeaders.write(traits).forEach(headers::add));
            context.forward(
                    new Record<>(
                            check.key().getBytes(StandardCharsets.UTF_8), EventCodec.write(check), timestamp, headers),
                    CheckingTopology.CHECKED_SINK);
            observer.checked(check);
        }

        void deadLetter(Record<byte[], byte[]> record, RecordMetadata origin, String reason) {
            Headers headers = new RecordHeaders(record.headers());
            EventHeaders.deadLetter(
                            origin.topic(),
                            origin.partition(),
                            origin.offset(),
                            DeadLetter.reason(reason, record.value()))
                    .forEach(headers::add);
            context.forward(
                    record.withHeaders(headers).withValue(DeadLetter.value(record.value())),
                    CheckingTopology.deadLetterSink(origin.topic()));
            observer.deadLetter(origin.topic());
        }

        private static @Nullable LabelSet labelSet(byte @Nullable [] json) {
            if (json == null) {
                return null;
            }
            try {
                return EventCodec.read(json, LabelSet.class);
            } catch (MalformedEventException e) {
                throw new IllegalStateException("the declarations hold a label set that cannot be read", e);
            }
        }
    }
}

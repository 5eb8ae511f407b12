package org.equipoise.ingest.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.events.ImageErased;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.ImageKey;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.ReadingRequested;
import org.equipoise.common.labels.Vocabulary;
import org.equipoise.common.messaging.DeadLetter;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.messaging.Unforeseen;
import org.equipoise.ingest.labelling.CheckObserver;
import org.equipoise.ingest.labelling.ImageRecord;
import org.equipoise.ingest.labelling.LabelRules;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one record per image and publishes its standing when it changes. When a dataset's vocabulary changes, every
 * image of it is checked again. Either all of an event's effect is kept or none: an event that fails becomes a dead
 * letter, and the image stays as it was.
 */
final class CheckingProcessor implements Processor<byte[], Step.Arrival, byte[], OutgoingRecord> {

    private static final Logger LOG = Logger.getLogger(CheckingProcessor.class);
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
    public void init(ProcessorContext<byte[], OutgoingRecord> context) {
        var started = new Task(
                context,
                context.getStateStore(CheckingTopology.RECORDS),
                context.getStateStore(CheckingTopology.APPLIED),
                context.getStateStore(CheckingTopology.DECLARATIONS));
        task = started;
        context.schedule(DECLARATION_CHECK, PunctuationType.WALL_CLOCK_TIME, started::applyDeclarations);
    }

    @Override
    public void process(Record<byte[], Step.Arrival> record) {
        if (task == null) {
            throw new IllegalStateException("not initialised");
        }
        Step.Arrival arrival = record.value();
        try {
            task.take(arrival, record.timestamp());
        } catch (MalformedEventException e) {
            task.setAside(arrival, String.valueOf(e.getMessage()), record.timestamp());
        } catch (KafkaException e) {
            // The store or the broker: the event is not at fault.
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.errorf(e, "an event cannot be checked: origin=%s", arrival.origin());
            Observed.safely(() -> observer.unforeseen(arrival.origin().topic()));
            task.setAside(arrival, Unforeseen.reason(e), record.timestamp());
        }
    }

    /** What exists from the moment the processor runs. */
    private final class Task {

        private final ProcessorContext<byte[], OutgoingRecord> context;
        private final KeyValueStore<String, byte[]> records;
        private final KeyValueStore<String, byte[]> applied;
        private final KeyValueStore<String, byte[]> declarations;

        Task(
                ProcessorContext<byte[], OutgoingRecord> context,
                KeyValueStore<String, byte[]> records,
                KeyValueStore<String, byte[]> applied,
                KeyValueStore<String, byte[]> declarations) {
            this.context = context;
            this.records = records;
            this.applied = applied;
            this.declarations = declarations;
        }

        void take(Step.Arrival arrival, long timestamp) throws MalformedEventException {
            byte[] row = records.get(arrival.key());
            StoredImage known = row == null ? null : StoredImage.read(row);
            ImageRecord after;
            String dataset;
            if (arrival.event() instanceof ImageErased erased) {
                erase(known, arrival.key(), erased, timestamp);
                return;
            }
            if (known != null && known.erasedSince(happened(arrival))) {
                // It was read again, or came late: that it may come back is not for the log to decide.
                return;
            }
            if (arrival.event() instanceof ImageIngested event) {
                dataset = event.dataset();
                after = image(known, dataset, event.imageId()).with(event);
            } else if (arrival.event() instanceof ReadingRequested event) {
                dataset = event.dataset();
                after = image(known, dataset, event.imageId()).with(event);
            } else {
                var event = (LabelSubmitted) arrival.event();
                dataset = event.dataset();
                ImageRecord before = image(known, dataset, event.imageId());
                requireVoice(before, event);
                after = before.with(event);
            }
            check(known, after, vocabulary(dataset), timestamp);
        }

        private static Instant happened(Step.Arrival arrival) {
            if (arrival.event() instanceof ImageIngested event) {
                return event.ingestedAt();
            }
            return arrival.event() instanceof ReadingRequested event
                    ? event.requestedAt()
                    : ((LabelSubmitted) arrival.event()).submittedAt();
        }

        /** Of the image nothing stays but when it was erased. */
        private void erase(@Nullable StoredImage known, String key, ImageErased event, long timestamp) {
            if (known != null && known.erasedSince(event.erasedAt())) {
                return;
            }
            ImageRecord nothing = ImageRecord.empty(event.dataset(), event.imageId());
            records.put(key, new StoredImage(nothing, null, event.erasedAt()).write());
            forward(OutgoingRecord.noStanding(key), timestamp);
        }

        private ImageRecord image(@Nullable StoredImage known, String dataset, String imageId) {
            return known == null ? ImageRecord.empty(dataset, imageId) : known.image();
        }

        /** One image keeps the labels of so many studies and persons; a further one's is refused, not forgotten. */
        private void requireVoice(ImageRecord image, LabelSubmitted event) throws MalformedEventException {
            if (!image.hasRoomFor(event.annotator())) {
                throw new MalformedEventException(
                        "the image has labels of " + ImageRecord.MAX_REMEMBERED
                                + (LabelSubmitted.isSource(event.annotator())
                                        ? " studies already"
                                        : " persons already"),
                        null);
            }
        }

        void applyDeclarations(long now) {
            try (KeyValueIterator<String, byte[]> declared = declarations.all()) {
                while (declared.hasNext()) {
                    String dataset = declared.next().key;
                    Vocabulary vocabulary = vocabulary(dataset);
                    if (vocabulary == null) {
                        continue;
                    }
                    byte[] wanted = row(vocabulary);
                    if (!Arrays.equals(applied.get(dataset), wanted)) {
                        recheck(dataset, vocabulary, now);
                        applied.put(dataset, wanted);
                    }
                }
            }
        }

        /** Without synonyms the class names alone, as releases write them that know none. */
        private static byte[] row(Vocabulary vocabulary) {
            return EventCodec.write(vocabulary.synonyms().isEmpty() ? vocabulary.labelSet() : vocabulary);
        }

        private void recheck(String dataset, Vocabulary vocabulary, long now) {
            try (var images = records.prefixScan(dataset + "/", new StringSerializer())) {
                while (images.hasNext()) {
                    KeyValue<String, byte[]> entry = images.next();
                    try {
                        StoredImage known = StoredImage.read(entry.value);
                        check(known, known.image(), vocabulary, now);
                    } catch (MalformedEventException e) {
                        LOG.errorf("an image keeps its standing: image=%s reason=%s", entry.key, e.getMessage());
                        Observed.safely(() -> observer.unforeseen(Topics.DATASETS_DECLARED));
                    } catch (KafkaException e) {
                        throw e;
                    } catch (RuntimeException e) {
                        LOG.errorf(e, "an image keeps its standing, it cannot be checked again: image=%s", entry.key);
                        Observed.safely(() -> observer.unforeseen(Topics.DATASETS_DECLARED));
                    }
                }
            }
        }

        /** Nothing is kept before everything is known to fit. */
        private void check(
                @Nullable StoredImage known, ImageRecord image, @Nullable Vocabulary vocabulary, long timestamp)
                throws MalformedEventException {
            Instant now = clock.instant();
            LabelChecked before = known == null ? null : known.checked();
            boolean drawn = image.givenSplits().isEmpty();
            Optional<LabelChecked> changed = rules.check(image, vocabulary, now)
                    .filter(check -> known == null
                            || before == null
                            || !LabelRules.sameStanding(before, check)
                            || !rules.traits(known.image()).equals(rules.traits(image))
                            // An older release said it, and freezing would take the split for given.
                            || (drawn && !known.drawnSaid()));
            if (changed.isEmpty() && known != null && known.image().equals(image)) {
                return;
            }
            byte[] row = new StoredImage(
                            image,
                            changed.orElse(before),
                            known == null ? null : known.erasedAt(),
                            changed.isPresent() ? drawn : known != null && known.drawnSaid())
                    .writeWithinBounds();
            Optional<OutgoingRecord> said = changed.map(check -> OutgoingRecord.of(
                    check, rules.traits(image).map(TraitHeaders::write).orElse(List.of())));
            records.put(ImageKey.of(image.dataset(), image.imageId()), row);
            said.ifPresent(out -> forward(out, timestamp));
            changed.ifPresent(check -> Observed.safely(() -> observer.checked(check)));
        }

        void setAside(Step.Arrival arrival, String reason, long timestamp) {
            DeadLetter letter = DeadLetter.of(
                    arrival.origin(),
                    arrival.key().getBytes(StandardCharsets.UTF_8),
                    EventCodec.write(arrival.event()),
                    List.of(),
                    reason);
            forward(OutgoingRecord.of(letter), timestamp);
            Observed.safely(() -> observer.deadLetter(arrival.origin().topic()));
        }

        private void forward(OutgoingRecord out, long timestamp) {
            context.forward(new Record<>(out.key(), out, timestamp, new RecordHeaders()));
        }

        private @Nullable Vocabulary vocabulary(String dataset) {
            byte[] declared = declarations.get(dataset);
            if (declared == null) {
                return null;
            }
            try {
                return EventCodec.read(declared, DatasetDeclared.class).vocabulary();
            } catch (MalformedEventException e) {
                throw new IllegalStateException("a declaration that was read cannot be read again", e);
            }
        }
    }
}

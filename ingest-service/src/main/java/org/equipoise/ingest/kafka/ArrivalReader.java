package org.equipoise.ingest.kafka;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.IntSupplier;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.equipoise.common.events.Dated;
import org.equipoise.common.messaging.DeadLetter;
import org.equipoise.common.messaging.DeadLetter.Origin;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.Unforeseen;
import org.equipoise.ingest.labelling.CheckObserver;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Checks that a record is the event its topic promises, under the event's key; fails never. */
final class ArrivalReader<T extends Dated> extends ContextualProcessor<byte[], byte[], byte[], Step> {

    private static final Logger LOG = Logger.getLogger(ArrivalReader.class);

    private final Kind<T> kind;
    private final InstantSource clock;
    private final CheckObserver observer;
    private final IntSupplier partitionCount;
    private int partitions;

    /** What a topic promises. */
    record Kind<T>(String topic, Class<T> type, Function<T, String> key) {}

    ArrivalReader(Kind<T> kind, InstantSource clock, CheckObserver observer, IntSupplier partitionCount) {
        this.kind = kind;
        this.clock = clock;
        this.observer = observer;
        this.partitionCount = partitionCount;
    }

    @Override
    public void init(ProcessorContext<byte[], Step> context) {
        super.init(context);
        partitions = partitionCount.getAsInt();
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Origin origin = MovedRecord.origin(record.headers(), kind.topic())
                .or(() -> context().recordMetadata().map(at -> new Origin(kind.topic(), at.partition(), at.offset())))
                .orElseGet(() -> new Origin(kind.topic(), -1, -1));
        context().forward(record.withValue(step(record, origin)).withHeaders(new RecordHeaders()));
    }

    private Step step(Record<byte[], byte[]> record, Origin origin) {
        try {
            T event = EventCodec.read(record.value(), kind.type(), clock.instant());
            String key = kind.key().apply(event);
            requireKey(record.key(), key);
            boolean home = context().taskId().partition() == ImagePlaces.of(record.key(), partitions);
            return new Step.Arrival(origin, key, event, home);
        } catch (MalformedEventException e) {
            return refused(record, origin, String.valueOf(e.getMessage()));
        } catch (RuntimeException | StackOverflowError e) {
            LOG.errorf(
                    e,
                    "record set aside: topic=%s partition=%d offset=%d",
                    origin.topic(),
                    origin.partition(),
                    origin.offset());
            Observed.safely(() -> observer.unforeseen(kind.topic()));
            return refused(record, origin, Unforeseen.reason(e));
        }
    }

    private Step refused(Record<byte[], byte[]> record, Origin origin, String reason) {
        Observed.safely(() -> observer.deadLetter(kind.topic()));
        return new Step.Refused(
                OutgoingRecord.of(DeadLetter.of(origin, record.key(), record.value(), record.headers(), reason)));
    }

    /** Under another key the record would be compacted, traced and mirrored apart from the rest of its image. */
    private static void requireKey(byte @Nullable [] key, String expected) throws MalformedEventException {
        if (!Arrays.equals(key, expected.getBytes(StandardCharsets.UTF_8))) {
            throw new MalformedEventException("the record's key is not " + expected, null);
        }
    }
}

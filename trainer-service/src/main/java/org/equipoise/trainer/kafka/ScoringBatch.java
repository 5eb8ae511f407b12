package org.equipoise.trainer.kafka;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.Unforeseen;

/** Records of {@code images.ingested}, sorted into images to score and what is no event. */
final class ScoringBatch {

    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private final List<ImageIngested> images = new ArrayList<>();
    private final List<Malformed> malformed = new ArrayList<>();

    /**
     * A record with the reason why it is none of ours.
     *
     * @param unforeseen whether reading it failed in a way that nobody foresaw
     */
    record Malformed(ConsumerRecord<byte[], byte[]> record, String reason, boolean unforeseen) {}

    /**
     * Sorts the records; images that ask for no model are left out.
     *
     * @param now by this service's clock: what lies far off is no time of an image
     */
    static ScoringBatch of(Iterable<ConsumerRecord<byte[], byte[]>> given, Instant now) {
        var batch = new ScoringBatch();
        given.forEach(record -> batch.add(record, now));
        return batch;
    }

    private void add(ConsumerRecord<byte[], byte[]> record, Instant now) {
        try {
            ImageIngested image = EventCodec.read(record.value(), ImageIngested.class, now);
            if (image.model() != null) {
                records.add(record);
                images.add(image);
            }
        } catch (MalformedEventException e) {
            malformed.add(new Malformed(record, String.valueOf(e.getMessage()), false));
        } catch (RuntimeException | StackOverflowError e) {
            malformed.add(new Malformed(record, Unforeseen.reason(e), true));
        }
    }

    /** The images to score, in record order. */
    List<ImageIngested> images() {
        return images;
    }

    /** The record that image {@code i} came in. */
    ConsumerRecord<byte[], byte[]> record(int i) {
        return records.get(i);
    }

    List<Malformed> malformed() {
        return malformed;
    }
}

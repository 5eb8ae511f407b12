package org.equipoise.trainer.kafka;

import java.util.Arrays;

import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.equipoise.common.messaging.EventHeaders;
import org.equipoise.common.messaging.Topics;

/**
 * A record put aside, as it came and with the reason. Cut to what the broker takes: a letter that is refused would
 * abort its batch for ever.
 */
final class ScoringDeadLetter {

    static final int MAX_VALUE_BYTES = 900_000;
    static final int MAX_REASON_CHARACTERS = 2000;
    static final int MAX_HEADER_BYTES = 16_384;

    private ScoringDeadLetter() {}

    static Message<byte[]> of(ConsumerRecord<byte[], byte[]> record, String reason) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        byte[] kept = value.length <= MAX_VALUE_BYTES ? value : Arrays.copyOf(value, MAX_VALUE_BYTES);
        var metadata = OutgoingKafkaRecordMetadata.<byte[]>builder()
                .withTopic(Topics.deadLetters(record.topic()))
                .withKey(record.key())
                .withHeaders(headers(record, said(reason, value.length)))
                .build();
        return Message.of(kept).addMetadata(metadata);
    }

    private static String said(String reason, int length) {
        String cut = length <= MAX_VALUE_BYTES
                ? ""
                : " (the first " + MAX_VALUE_BYTES + " of " + length + " bytes are kept)";
        return reason.substring(0, Math.min(reason.length(), MAX_REASON_CHARACTERS)) + cut;
    }

    private static RecordHeaders headers(ConsumerRecord<byte[], byte[]> record, String reason) {
        int bytes = 0;
        for (Header header : record.headers()) {
            bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        var headers = bytes <= MAX_HEADER_BYTES ? new RecordHeaders(record.headers()) : new RecordHeaders();
        EventHeaders.deadLetter(record.topic(), record.partition(), record.offset(), reason)
                .forEach(headers::add);
        return headers;
    }
}

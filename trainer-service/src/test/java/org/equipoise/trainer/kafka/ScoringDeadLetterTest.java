package org.equipoise.trainer.kafka;

import java.nio.charset.StandardCharsets;

import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ScoringDeadLetterTest {

    @Test
    void keepsTheRecordAndSaysWhereItCameFromAndWhy() {
        var record = new ConsumerRecord<>("images.ingested", 2, 17, new byte[] {1}, new byte[] {2, 3});
        record.headers().add("ce_id", "study-1".getBytes(StandardCharsets.UTF_8));

        Message<byte[]> letter = ScoringDeadLetter.of(record, "no object");

        assertThat(letter.getPayload()).containsExactly(2, 3);
        assertThat(header(letter, "ce_id")).isEqualTo("study-1");
        assertThat(header(letter, "dead-letter-reason")).isEqualTo("no object");
        assertThat(header(letter, "dead-letter-offset")).isEqualTo("17");
    }

    @Test
    void whatTheBrokerWouldRefuseIsCut() {
        byte[] huge = new byte[ScoringDeadLetter.MAX_VALUE_BYTES + 1];
        var record = new ConsumerRecord<>("images.ingested", 0, 0, new byte[] {1}, huge);
        record.headers().add("blob", new byte[ScoringDeadLetter.MAX_HEADER_BYTES]);

        Message<byte[]> letter = ScoringDeadLetter.of(record, "x".repeat(100_000));

        assertThat(letter.getPayload()).hasSize(ScoringDeadLetter.MAX_VALUE_BYTES);
        assertThat(headers(letter).lastHeader("blob")).isNull();
        assertThat(header(letter, "dead-letter-reason"))
                .hasSizeLessThan(2100)
                .endsWith("(the first 900000 of 900001 bytes are kept)");
    }

    private static Headers headers(Message<byte[]> letter) {
        return letter.getMetadata(OutgoingKafkaRecordMetadata.class)
                .orElseThrow()
                .getHeaders();
    }

    private static String header(Message<byte[]> letter, String name) {
        return new String(
                java.util.Objects.requireNonNull(headers(letter).lastHeader(name))
                        .value(),
                StandardCharsets.UTF_8);
    }
}

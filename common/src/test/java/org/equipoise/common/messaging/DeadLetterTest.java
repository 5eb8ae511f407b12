package org.equipoise.common.messaging;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.RecordBatch;
import org.junit.jupiter.api.Test;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

class DeadLetterTest {

    private static final DeadLetter.Origin ORIGIN = new DeadLetter.Origin("studies.published", 3, 42);

    /** Kafka's default limit of a request that a producer sends, and nearly that of a record that a broker takes. */
    private static final int LIMIT = 1_048_576;

    @Test
    void aRecordIsKeptAsItCameWithWhereItCameFromAndWhy() {
        var record = new ConsumerRecord<>("studies.published", 3, 42, bytes("key"), bytes("value"));
        record.headers().add("ce_source", bytes("here"));

        DeadLetter letter = DeadLetter.of(record, "it is not JSON");

        assertThat(letter.topic()).isEqualTo("studies.published.dlq");
        assertThat(letter.key()).isEqualTo(bytes("key"));
        assertThat(letter.value()).isEqualTo(bytes("value"));
        assertThat(texts(letter))
                .containsEntry("ce_source", "here")
                .containsEntry("dead-letter-reason", "it is not JSON")
                .containsEntry("dead-letter-topic", "studies.published")
                .containsEntry("dead-letter-partition", "3")
                .containsEntry("dead-letter-offset", "42");
    }

    @Test
    void theLargestRecordThatABrokerTakesGivesALetterThatItTakes() {
        List<Header> headers = new ArrayList<>();
        for (int n = 0; n < 100; n++) {
            headers.add(new RecordHeader("h".repeat(100), new byte[2000]));
        }
        for (int keyBytes : new int[] {0, 5000, 1_048_000}) {
            DeadLetter letter = DeadLetter.of(
                    ORIGIN, new byte[keyBytes], new byte[1_048_300 - keyBytes], headers, "\uD83D\uDE00".repeat(5000));

            assertThat(sizeOf(letter)).as("with a key of %d bytes", keyBytes).isLessThan(LIMIT);
        }
    }

    @Test
    void whatWasCutIsSaid() {
        List<Header> headers = List.of(new RecordHeader("big", new byte[20_000]));

        DeadLetter letter = DeadLetter.of(ORIGIN, new byte[5000], new byte[1_000_000], headers, "too large");

        assertThat(letter.key()).hasSize(DeadLetter.MOST_KEY_BYTES);
        assertThat(letter.value()).hasSize(DeadLetter.MOST_VALUE_BYTES);
        assertThat(texts(letter))
                .doesNotContainKey("big")
                .containsEntry(
                        "dead-letter-reason",
                        "too large (1 headers of about 20019 bytes are not kept)"
                                + " (of the key the first 4096 of 5000 bytes are kept)"
                                + " (of the value the first 900000 of 1000000 bytes are kept)");
    }

    @Test
    void aRecordWithNothingInItAndAHeaderWithoutAValueMakeALetter() {
        DeadLetter letter = DeadLetter.of(ORIGIN, null, null, List.of(new RecordHeader("none", null)), "empty");

        assertThat(letter.key()).isNull();
        assertThat(letter.value()).isNull();
        assertThat(letter.headers()).extracting(Header::key).contains("none");
    }

    @Test
    void aLetterThatIsSentBackAndRefusedAgainSaysOnlyTheSecondReason() {
        DeadLetter first = DeadLetter.of(ORIGIN, null, bytes("x"), List.of(), "first");

        DeadLetter second = DeadLetter.of(ORIGIN, null, bytes("x"), first.headers(), "second");

        assertThat(second.headers()).extracting(Header::key).doesNotHaveDuplicates();
        assertThat(texts(second)).containsEntry("dead-letter-reason", "second");
    }

    private static int sizeOf(DeadLetter letter) {
        return AbstractRecords.estimateSizeInBytesUpperBound(
                RecordBatch.CURRENT_MAGIC_VALUE,
                CompressionType.NONE,
                letter.key(),
                letter.value(),
                letter.headers().toArray(Header[]::new));
    }

    private static java.util.Map<String, String> texts(DeadLetter letter) {
        return letter.headers().stream()
                .collect(toMap(Header::key, header -> new String(header.value(), StandardCharsets.UTF_8)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

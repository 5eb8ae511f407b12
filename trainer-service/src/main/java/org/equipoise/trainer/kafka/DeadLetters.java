package org.equipoise.trainer.kafka;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.Record;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.equipoise.common.messaging.DeadLetter;

/** Sends dead letters. */
@ApplicationScoped
class DeadLetters {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MutinyEmitter<Record<byte[], byte[]>> emitter;

    DeadLetters(
            @Channel("dead-letters") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<Record<byte[], byte[]>> emitter) {
        this.emitter = emitter;
    }

    /** Comes back when the brokers have the letter; throws when they do not take it within a minute. */
    void send(DeadLetter letter) {
        emitter.sendMessage(message(letter)).await().atMost(PATIENCE);
    }

    /** The letter for any channel that takes records: without a value where the record had none. */
    static Message<Record<byte[], byte[]>> message(DeadLetter letter) {
        var metadata = OutgoingKafkaRecordMetadata.<byte[]>builder()
                .withTopic(letter.topic())
                .withHeaders(new RecordHeaders(letter.headers()))
                .build();
        return Message.of(Record.of(letter.key(), letter.value())).addMetadata(metadata);
    }
}

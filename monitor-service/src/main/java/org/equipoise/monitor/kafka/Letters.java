package org.equipoise.monitor.kafka;

import java.nio.charset.StandardCharsets;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.equipoise.common.messaging.DeadLetter;
import org.equipoise.common.messaging.Topics;

/** Dead letters on their way to their topics, in the transaction of what they were made of. */
final class Letters<K> extends ContextualProcessor<K, DeadLetter, byte[], byte[]> {

    private static final String TOPIC = "dead-letter-topic";

    /** Each to the dead-letter topic of where its record lay. */
    static <K> void send(KStream<K, DeadLetter> letters) {
        letters.process(() -> new Letters<K>())
                .to(
                        (key, value, context) -> Topics.deadLetters(
                                new String(context.headers().lastHeader(TOPIC).value(), StandardCharsets.UTF_8)),
                        Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
    }

    /** Written now, whatever the time of its record: a letter of an old one would be deleted before it is read. */
    @Override
    public void process(Record<K, DeadLetter> record) {
        DeadLetter letter = record.value();
        context()
                .forward(new Record<>(
                        letter.key(),
                        letter.value(),
                        context().currentSystemTimeMs(),
                        new RecordHeaders(letter.headers())));
    }
}

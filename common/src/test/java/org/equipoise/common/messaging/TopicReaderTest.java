package org.equipoise.common.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Against a broker the services' own tests use it; here the broker is played. */
class TopicReaderTest {

    private static final TopicPartition PARTITION = new TopicPartition("topic", 0);

    private final MockConsumer<String, byte[]> broker = new MockConsumer<>("earliest");
    private final List<Long> read = new ArrayList<>();

    TopicReaderTest() {
        broker.updatePartitions("topic", List.of(new PartitionInfo("topic", 0, Node.noNode(), null, null)));
        broker.updateBeginningOffsets(Map.of(PARTITION, 0L));
        broker.updateEndOffsets(Map.of(PARTITION, 3L));
    }

    @Test
    void everythingUpToTheEndIsHandedOn() {
        try (var reader = new TopicReader(broker, List.of("topic"))) {
            add(0, 1, 2);

            reader.readToEnd(Duration.ofSeconds(10), record -> read.add(record.offset()));
        }

        assertThat(read).containsExactly(0L, 1L, 2L);
    }

    /** A broker that is stopped in the middle, or a record that it cannot give: nobody waits for ever. */
    @Test
    void whenNothingComesForTooLongItEndsAndSaysWhatIsMissing() {
        try (var reader = new TopicReader(broker, List.of("topic"))) {
            add(0, 1);

            assertThatThrownBy(() -> reader.readToEnd(Duration.ofMillis(50), record -> read.add(record.offset())))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessage("nothing came for PT0.05S, to be read still: {topic-0=1}");
        }

        assertThat(read).containsExactly(0L, 1L);
    }

    @Test
    void itSaysWhereItStandsSoThatAnotherMayGoOnThere() {
        Map<TopicPartition, Long> stood;
        try (var reader = new TopicReader(broker, List.of("topic"))) {
            add(0, 1);
            reader.poll(Duration.ofMillis(10), record -> read.add(record.offset()));
            stood = reader.positions();
        }

        assertThat(stood).containsExactly(Map.entry(PARTITION, 2L));
    }

    private void add(long... offsets) {
        for (long offset : offsets) {
            broker.addRecord(new ConsumerRecord<>("topic", 0, offset, "key", new byte[] {1}));
        }
    }
}

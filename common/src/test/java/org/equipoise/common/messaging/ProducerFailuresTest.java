package org.equipoise.common.messaging;

import java.util.concurrent.CompletionException;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProducerFailuresTest {

    @Test
    void whoWasFencedIsFoundAmongTheCausesAndCannotGoOn() {
        for (var fenced :
                new KafkaException[] {new ProducerFencedException("taken"), new InvalidProducerEpochException("taken")
                }) {
            var wrapped = new CompletionException(new KafkaException("cannot commit", fenced));

            assertThat(ProducerFailures.isFenced(wrapped)).isTrue();
            assertThat(ProducerFailures.isFatal(wrapped)).isTrue();
        }
    }

    @Test
    void aProducerThatTheBrokerGaveUpIsNotFencedAndCannotGoOn() {
        var lost = new KafkaException(new OutOfOrderSequenceException("lost"));

        assertThat(ProducerFailures.isFenced(lost)).isFalse();
        assertThat(ProducerFailures.isFatal(lost)).isTrue();
    }

    @Test
    void anOutageIsNothingOfTheKind() {
        var outage = new TimeoutException("no answer");

        assertThat(ProducerFailures.isFatal(outage)).isFalse();
        assertThat(ProducerFailures.isRefused(outage)).isFalse();
    }

    @Test
    void aRecordThatIsTooLargeIsRefusedWithoutHarmToTheProducer() {
        var refused = new CompletionException(new RecordTooLargeException("2 MB"));

        assertThat(ProducerFailures.isRefused(refused)).isTrue();
        assertThat(ProducerFailures.isFatal(refused)).isFalse();
    }
}

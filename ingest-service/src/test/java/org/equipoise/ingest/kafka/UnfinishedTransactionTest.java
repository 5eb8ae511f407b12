package org.equipoise.ingest.kafka;

import java.util.ArrayList;
import java.util.List;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UnfinishedTransactionTest {

    private final RuntimeException other = new IllegalStateException("another call timed out, or none");

    @Test
    void anAbortThatTimedOutIsTriedAgain() {
        var producer = new Stuck(null, other);

        assertThat(UnfinishedTransaction.end(producer)).isTrue();
        assertThat(producer.tried).containsExactly("abort");
    }

    @Test
    void aCommitThatTimedOutIsTriedAgain() {
        var producer = new Stuck(other, null);

        assertThat(UnfinishedTransaction.end(producer)).isTrue();
        assertThat(producer.tried).containsExactly("abort", "commit");
    }

    @Test
    void whereNothingIsUnfinishedAnotherCanBegin() {
        assertThat(UnfinishedTransaction.end(new Stuck(other, other))).isTrue();
    }

    @Test
    void aBrokerThatIsStillAwayIsAskedAgain() {
        assertThatThrownBy(() -> UnfinishedTransaction.end(new Stuck(new TimeoutException("away"), other)))
                .isInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> UnfinishedTransaction.end(new Stuck(other, new TimeoutException("away"))))
                .isInstanceOf(TimeoutException.class);
    }

    @Test
    void aProducerThatIsGivenUpIsSaidToBe() {
        assertThat(UnfinishedTransaction.end(new Stuck(new ProducerFencedException("fenced"), other)))
                .isFalse();
        assertThat(UnfinishedTransaction.end(new Stuck(new KafkaException("in an error state"), other)))
                .isFalse();
    }

    /** A producer that says this to an abort, and that to a commit; nothing: it succeeds. */
    private static final class Stuck extends MockProducer<byte[], byte[]> {

        private final @Nullable RuntimeException toAbort;
        private final @Nullable RuntimeException toCommit;
        private final List<String> tried = new ArrayList<>();

        Stuck(@Nullable RuntimeException toAbort, @Nullable RuntimeException toCommit) {
            this.toAbort = toAbort;
            this.toCommit = toCommit;
        }

        @Override
        public void abortTransaction() {
            say("abort", toAbort);
        }

        @Override
        public void commitTransaction() {
            say("commit", toCommit);
        }

        private void say(String what, @Nullable RuntimeException answer) {
            tried.add(what);
            if (answer != null) {
                throw answer;
            }
        }
    }
}

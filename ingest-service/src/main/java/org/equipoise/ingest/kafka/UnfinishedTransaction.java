package org.equipoise.ingest.kafka;

import java.util.List;
import java.util.function.Consumer;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * What has to be done after a transaction whose end nobody heard of: a producer whose abort or commit timed out begins
 * no other until the same was tried again.
 */
final class UnfinishedTransaction {

    private static final List<Consumer<Producer<?, ?>>> ENDS =
            List.of(Producer::abortTransaction, Producer::commitTransaction);

    private UnfinishedTransaction() {}

    /**
     * Ends what is unfinished, if something is. A commit that is tried again may have been one already: what the group
     * has committed says so.
     *
     * @return whether the producer can begin another transaction; if not, it never will
     * @throws RetriableException if the broker is still away: to be tried again
     */
    static boolean end(Producer<?, ?> producer) {
        for (Consumer<Producer<?, ?>> end : ENDS) {
            try {
                end.accept(producer);
                return true;
            } catch (RetriableException | InterruptException e) {
                throw e;
            } catch (KafkaException e) {
                return false;
            } catch (IllegalStateException e) {
                // This is not what timed out: the other is, or nothing.
            }
        }
        return true;
    }
}

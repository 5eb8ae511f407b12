package org.equipoise.trainer.kafka;

import io.smallrye.mutiny.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.equipoise.common.messaging.ProducerFailures;
import org.equipoise.common.storage.StorageException;
import org.equipoise.trainer.registry.OvertakenException;

/** Which failures pass by themselves, so that the same is tried again for as long as they last. */
final class Outages {

    private Outages() {}

    /** Whether the store, the brokers or another trainer were in the way; any other failure would come again. */
    static boolean isOutage(RuntimeException failure) {
        if (failure instanceof KafkaException) {
            return !ProducerFailures.isRefused(failure);
        }
        return failure instanceof StorageException
                || failure instanceof TimeoutException
                || failure instanceof OvertakenException;
    }
}

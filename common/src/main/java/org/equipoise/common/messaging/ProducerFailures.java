package org.equipoise.common.messaging;

import java.util.Set;

import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;

/** What the failure of a producer means, wherever among its causes it says so. */
public final class ProducerFailures {

    private static final Set<Class<?>> FENCED =
            Set.of(ProducerFencedException.class, InvalidProducerEpochException.class);

    private static final Set<Class<?>> REFUSED = Set.of(RecordTooLargeException.class, SerializationException.class);

    private ProducerFailures() {}

    /** Whether another process took the producer's transactional id. */
    public static boolean isFenced(Throwable failure) {
        return isAmongCauses(failure, FENCED);
    }

    /** Whether the producer refuses every further transaction: it is fenced, or the broker gave it up. */
    public static boolean isFatal(Throwable failure) {
        return isFenced(failure) || isAmongCauses(failure, Set.of(OutOfOrderSequenceException.class));
    }

    /** Whether this record will never be taken, however often it is sent. */
    public static boolean isRefused(Throwable failure) {
        return isAmongCauses(failure, REFUSED);
    }

    private static boolean isAmongCauses(Throwable failure, Set<Class<?>> types) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Throwable one = cause;
            if (types.stream().anyMatch(type -> type.isInstance(one))) {
                return true;
            }
        }
        return false;
    }
}

package org.equipoise.monitor.kafka;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.apache.kafka.common.KafkaException;
import org.equipoise.common.messaging.DeadLetter.Origin;
import org.equipoise.common.messaging.Unforeseen;
import org.jboss.logging.Logger;

/**
 * What becomes of a record with which something fails that nobody foresaw: it is a dead letter with the first lines of
 * the stack, it is counted, and the watching goes on. Our own and not Kafka Streams' handler, because the letter must
 * be in the transaction of the record's position. Kafka's own failures pass: they concern the broker, and the records
 * are tried again.
 *
 * <p>Where a thread dies nevertheless, of an error of the machine's, say, the record that it had in its hands is tried
 * once more. Who ended two threads is a dead letter, too: no record is tried for ever. Thread-safe; one for all
 * threads.
 */
public final class LastResort {

    private static final Logger LOG = Logger.getLogger(LastResort.class);
    private static final int MOST_DEATHS = 2;
    private static final int MOST_BLAMED = 1000;

    private final Consumer<String> counter;
    private final Map<Thread, Origin> inHand = new ConcurrentHashMap<>();
    private final Map<Origin, Integer> deaths = new ConcurrentHashMap<>();

    /** @param counter told the topic of each record that failed so */
    public LastResort(Consumer<String> counter) {
        this.counter = counter;
    }

    /**
     * What a step makes of a record, or what {@code letter} makes of the reason for which it failed.
     *
     * @param origin where the record lies
     */
    <R> R of(Origin origin, Supplier<R> step, Function<String, R> letter) {
        Integer died = deaths.isEmpty() ? null : deaths.get(origin);
        if (died != null && died >= MOST_DEATHS) {
            deaths.remove(origin);
            counter.accept(origin.topic());
            LOG.errorf("%s ended %d threads and is set aside", origin, died);
            return letter.apply("unforeseen: it ended " + died + " threads of the monitor; its log says why");
        }
        Thread thread = Thread.currentThread();
        inHand.put(thread, origin);
        R made;
        try {
            made = step.get();
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            counter.accept(origin.topic());
            LOG.errorf(e, "%s could not be handled and is set aside", origin);
            made = letter.apply(Unforeseen.reason(e));
        }
        inHand.remove(thread);
        return made;
    }

    /** Takes a step with a record; if it fails, {@code letter} is given the reason. */
    void process(Origin origin, Runnable step, Consumer<String> letter) {
        of(
                origin,
                () -> {
                    step.run();
                    return true;
                },
                reason -> {
                    letter.accept(reason);
                    return false;
                });
    }

    /**
     * Does what is done from time to time and belongs to no record.
     *
     * @param topic under which a failure is counted
     * @return whether it succeeded
     */
    boolean look(String what, String topic, Runnable step) {
        try {
            step.run();
            return true;
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            counter.accept(topic);
            LOG.errorf(e, "%s failed; it is tried again in its turn", what);
            return false;
        }
    }

    /** A thread dies of this. */
    public void died(Thread thread, Throwable cause) {
        Origin blamed = inHand.remove(thread);
        if (blamed == null || ofKafka(cause)) {
            return;
        }
        if (deaths.size() >= MOST_BLAMED) {
            deaths.clear();
        }
        deaths.merge(blamed, 1, Integer::sum);
    }

    /** Whether the root of it is Kafka's. */
    private static boolean ofKafka(Throwable cause) {
        Throwable root = cause;
        for (Throwable next = root.getCause(); next != null && next != root; next = next.getCause()) {
            root = next;
        }
        return root instanceof KafkaException;
    }
}

package org.equipoise.trainer.kafka;

import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.equipoise.common.events.Dated;
import org.equipoise.common.messaging.DeadLetter;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.Unforeseen;
import org.equipoise.trainer.training.RunInterruptedException;
import org.equipoise.trainer.work.Work;
import org.jboss.logging.Logger;

/**
 * Carries a record of requests out to its end: what was asked for is done, or failed with its reason, or the record is
 * a dead letter. Outages are waited for; whatever else goes wrong is never tried again.
 */
final class RequestHandler<T extends Dated> {

    private static final Logger LOG = Logger.getLogger(RequestHandler.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Longer than the group takes to tell a trainer that it lost a run: only who still has it takes it back. */
    private static final Duration AFTER_TAKE_OVER = Duration.ofSeconds(10);

    private final Class<T> type;
    private final Work<T> work;
    private final Consumer<DeadLetter> letters;
    private final Consumer<String> unforeseen;
    private final Clock clock;
    private final BooleanSupplier mustStop;
    private final Waiting waiting;

    /** Waits, as {@link Thread#sleep(long)} does. */
    @FunctionalInterface
    interface Waiting {
        void millis(long millis) throws InterruptedException;
    }

    /**
     * @param letters returns when the brokers have the letter
     * @param unforeseen is told the topic of each record on which something failed that nobody foresaw
     * @param mustStop whether this trainer stops, or the record is another one's by now
     */
    RequestHandler(
            Class<T> type,
            Work<T> work,
            Consumer<DeadLetter> letters,
            Consumer<String> unforeseen,
            Clock clock,
            BooleanSupplier mustStop,
            Waiting waiting) {
        this.type = type;
        this.work = work;
        this.letters = letters;
        this.unforeseen = unforeseen;
        this.clock = clock;
        this.mustStop = mustStop;
        this.waiting = waiting;
    }

    /**
     * Returns when the record is done with.
     *
     * @return false when it was interrupted, so that somebody must begin again
     * @throws InterruptedException likewise
     */
    boolean handle(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        try {
            return completed(EventCodec.read(record.value(), type, clock.instant()), record);
        } catch (MalformedEventException e) {
            putAside(record, String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            // The last resort: not even its failure could be said on the run. Aside, it blocks no other.
            LOG.errorf(e, "the request at %d of %s is put aside", record.offset(), record.topic());
            unforeseen.accept(record.topic());
            putAside(record, Unforeseen.reason(e));
        }
        return true;
    }

    /** Until the brokers have the letter: only then the record may be acknowledged. */
    private void putAside(ConsumerRecord<byte[], byte[]> record, String reason) throws InterruptedException {
        try {
            insist("a dead letter", () -> letters.accept(DeadLetter.of(record, reason)));
        } catch (RuntimeException | Error e) {
            LOG.errorf(e, "the request at %d is lost: it cannot even be put aside; it was %s", record.offset(), reason);
        }
    }

    /** Whether the request is done with; false when it was interrupted. */
    private boolean completed(T request, ConsumerRecord<byte[], byte[]> record) {
        try {
            insist(work.id(request), () -> attempt(request, record));
            return true;
        } catch (InterruptedException e) {
            LOG.infof("stopping in the middle of a request, it goes on later; id=%s", work.id(request));
            return false;
        }
    }

    /**
     * Tries again for as long as an outage lasts, or another trainer has the request.
     *
     * @throws InterruptedException if this trainer must stop or lost the partition
     */
    private void insist(String what, Runnable task) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                task.run();
                return;
            } catch (RunInterruptedException e) {
                await(what, AFTER_TAKE_OVER, e);
            } catch (RuntimeException e) {
                if (!Outages.isOutage(e)) {
                    throw e;
                }
                await(what, pause, e);
            }
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        }
    }

    private void await(String what, Duration wait, RuntimeException why) throws InterruptedException {
        if (mustStop.getAsBoolean()) {
            throw new InterruptedException();
        }
        LOG.warnf("%s waits %s: %s", what, wait, why.getMessage());
        waiting.millis(wait.toMillis());
    }

    private void attempt(T request, ConsumerRecord<byte[], byte[]> record) {
        try {
            work.run(request);
        } catch (RunInterruptedException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            boolean bug = e instanceof RuntimeException;
            if (bug && Outages.isOutage((RuntimeException) e)) {
                throw e;
            }
            if (mustStop.getAsBoolean()) {
                throw new RunInterruptedException("stopped: " + e.getMessage());
            }
            // A bug, no memory, no native library: trying again would repeat it and block every request behind.
            LOG.errorf(e, "a request failed; id=%s", work.id(request));
            if (bug) {
                letters.accept(DeadLetter.of(record, Unforeseen.reason(e)));
                unforeseen.accept(record.topic());
            }
            work.fail(request, reason(e));
        }
    }

    private static String reason(Throwable e) {
        String heap = e instanceof OutOfMemoryError
                ? " (the heap has at most " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB)"
                : "";
        return e.getClass().getSimpleName() + ": " + e.getMessage() + heap;
    }
}

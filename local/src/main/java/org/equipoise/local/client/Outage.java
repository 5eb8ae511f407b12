package org.equipoise.local.client;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.apache.kafka.common.errors.RetriableException;
import org.equipoise.common.storage.MissingObjectException;
import org.equipoise.common.storage.StorageException;

/**
 * How long a command goes on trying while S3 or Kafka are away, as the services themselves do. It says so once when an
 * outage begins and once when it is over. Thread-safe.
 */
public final class Outage implements AutoCloseable {

    /** What to tell a person who may simply repeat a command. */
    private static final String AGAIN = "Run it again: nothing counts twice";

    public static final Duration USUAL_LIMIT = Duration.ofMinutes(2);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration SLOW = Duration.ofSeconds(5);

    private final Duration limit;
    private final Duration pause;
    private final Duration slow;
    private final Consumer<String> notice;
    private final String again;
    private final AtomicBoolean told = new AtomicBoolean();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "outage");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * An outage that may last.
     *
     * @param limit how long one thing is tried before the command gives up
     * @param notice gets a sentence when an outage begins or ends
     */
    public Outage(Duration limit, Consumer<String> notice) {
        this(limit, notice, AGAIN);
    }

    /** @param again what a person can do when it lasted longer, a sentence without its full stop */
    public Outage(Duration limit, Consumer<String> notice, String again) {
        this(limit, PAUSE, SLOW, notice, again);
    }

    Outage(Duration limit, Duration pause, Duration slow, Consumer<String> notice) {
        this(limit, pause, slow, notice, AGAIN);
    }

    private Outage(Duration limit, Duration pause, Duration slow, Consumer<String> notice, String again) {
        this.limit = limit;
        this.pause = pause;
        this.slow = slow;
        this.notice = notice;
        this.again = again;
    }

    /** The usual limit, without a word. */
    public static Outage silent() {
        return new Outage(USUAL_LIMIT, sentence -> {});
    }

    Duration limit() {
        return limit;
    }

    /**
     * Does something that may be done again until it succeeds.
     *
     * @param what is asked, e.g. {@code S3}
     * @throws ClientException when it failed for the whole limit
     */
    public <T> T survive(String what, Supplier<T> work) {
        long began = System.nanoTime();
        while (true) {
            try {
                T result = work.get();
                over(what);
                return result;
            } catch (MissingObjectException e) {
                throw e;
            } catch (StorageException | RetriableException e) {
                if (System.nanoTime() - began >= limit.toNanos()) {
                    throw gaveUp(what, e);
                }
                begun(what + " does not answer (" + e.getMessage() + ")");
                sleep();
            }
        }
    }

    /** Does something that waits for Kafka by itself, and says so when that takes long. */
    void tell(String what, Runnable work) {
        ScheduledFuture<?> late =
                watch.schedule(() -> begun(what + " does not answer"), slow.toNanos(), TimeUnit.NANOSECONDS);
        try {
            work.run();
        } finally {
            late.cancel(false);
        }
    }

    /** Nothing came of something for a while; says so once, when it is long but not yet too long. */
    void quiet(String what, Duration since, Duration patience) {
        if (since.compareTo(slow) > 0 && since.compareTo(patience) < 0 && told.compareAndSet(false, true)) {
            notice.accept("nothing came from " + what + " for " + since.toSeconds() + " s: waiting for up to "
                    + patience.toSeconds() + " s");
        }
    }

    /** What a person can do when an outage lasted longer. */
    String again() {
        return again;
    }

    /** Something succeeded again. */
    void over(String what) {
        if (told.compareAndSet(true, false)) {
            notice.accept(what + " answers again");
        }
    }

    /** What to throw when the limit is over. */
    ClientException gaveUp(String what, Exception e) {
        return new ClientException(
                what + " did not answer for " + limit.toSeconds() + " s: " + e.getMessage() + ". " + again, e);
    }

    private void begun(String sentence) {
        if (told.compareAndSet(false, true)) {
            notice.accept(sentence + ": trying again for up to " + limit.toSeconds() + " s");
        }
    }

    private void sleep() {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientException("interrupted while trying again", e);
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}

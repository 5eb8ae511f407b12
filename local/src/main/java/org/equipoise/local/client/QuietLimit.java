package org.equipoise.local.client;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long what is waited for may stand still: not a limit of the whole wait, which is as long as there is progress.
 * One is made when a wait begins, and is told after each look how far it is.
 */
public final class QuietLimit {

    private final Duration patience;
    private final LongSupplier nanoTime;
    private boolean begun;
    private long last;
    private long since;

    /**
     * Begins now.
     *
     * @param patience how long nothing may move
     */
    public QuietLimit(Duration patience) {
        this(patience, System::nanoTime);
    }

    QuietLimit(Duration patience, LongSupplier nanoTime) {
        this.patience = patience;
        this.nanoTime = nanoTime;
        since = nanoTime.getAsLong();
    }

    /**
     * So far it is now, by any number that changes with progress.
     *
     * @return whether that differs from the last look; the first one always does
     */
    public boolean moved(long now) {
        if (begun && now == last) {
            return false;
        }
        begun = true;
        last = now;
        since = nanoTime.getAsLong();
        return true;
    }

    /** How long nothing has moved. */
    public Duration quiet() {
        return Duration.ofNanos(nanoTime.getAsLong() - since);
    }

    /** Whether nothing has moved for longer than the patience. */
    public boolean passed() {
        return quiet().compareTo(patience) > 0;
    }
}

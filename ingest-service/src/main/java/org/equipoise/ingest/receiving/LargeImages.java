package org.equipoise.ingest.receiving;

import java.util.concurrent.Semaphore;

/**
 * Lets one large image into memory at a time, whichever way it came: each may take a good part of the heap. Fair, and
 * for all that read images together. Thread-safe.
 */
public final class LargeImages {

    private static final Turn NONE = () -> {};

    private final Semaphore one = new Semaphore(1, true);

    /** Somebody's turn, until it is closed. */
    @FunctionalInterface
    public interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits for a turn if the image is large; a small one needs none. */
    public Turn turn(boolean large) {
        if (!large) {
            return NONE;
        }
        one.acquireUninterruptibly();
        return one::release;
    }
}

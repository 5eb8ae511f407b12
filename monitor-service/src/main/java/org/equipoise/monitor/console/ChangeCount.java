package org.equipoise.monitor.console;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the changes of what the console does not keep itself. */
public final class ChangeCount {

    private final AtomicLong changes = new AtomicLong();

    /** Something changed. */
    public void note() {
        changes.incrementAndGet();
    }

    /** Grows with every change. */
    public long revision() {
        return changes.get();
    }
}

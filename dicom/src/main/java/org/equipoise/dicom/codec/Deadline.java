package org.equipoise.dicom.codec;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Kills a process that is not done in time. */
final class Deadline implements AutoCloseable {

    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean expired;

    Deadline(Process process, Duration time) {
        Thread watch = new Thread(
                () -> {
                    try {
                        if (!done.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                            expired = true;
                            process.destroyForcibly();
                        }
                    } catch (InterruptedException e) {
                        process.destroyForcibly();
                    }
                },
                "jpeg2000-deadline");
        watch.setDaemon(true);
        watch.start();
    }

    /** Whether the process was killed. */
    boolean expired() {
        return expired;
    }

    @Override
    public void close() {
        done.countDown();
    }
}

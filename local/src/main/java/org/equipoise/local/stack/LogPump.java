package org.equipoise.local.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Carries what a process prints into its log. A log that cannot be written, as on a full disk, never stops a service.
 */
final class LogPump {

    private static final int CHUNK = 8192;

    private final Thread thread;

    private LogPump(Thread thread) {
        this.thread = thread;
    }

    /** Carries until the process prints no more, then closes both. */
    static LogPump start(String name, InputStream from, OutputStream to) {
        var thread = new Thread(() -> carry(from, to), "log-" + name);
        thread.setDaemon(true);
        thread.start();
        return new LogPump(thread);
    }

    private static void carry(InputStream from, OutputStream to) {
        byte[] chunk = new byte[CHUNK];
        try (from) {
            for (int n = from.read(chunk); n >= 0; n = from.read(chunk)) {
                write(to, chunk, n);
            }
        } catch (IOException e) {
            // The process is gone, and with it the other end.
            return;
        } finally {
            close(to);
        }
    }

    private static void write(OutputStream to, byte[] chunk, int n) {
        try {
            to.write(chunk, 0, n);
        } catch (IOException e) {
            // Lost: the process must not wait for room on a disk.
            return;
        }
    }

    private static void close(OutputStream to) {
        try {
            to.close();
        } catch (IOException e) {
            // What could be written was written.
            return;
        }
    }

    /** Waits a moment for the last lines. */
    void join() throws InterruptedException {
        thread.join(1000);
    }
}

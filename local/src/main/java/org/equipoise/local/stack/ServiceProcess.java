package org.equipoise.local.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.equipoise.local.client.ServiceHealth;
import org.jspecify.annotations.Nullable;

/** A service's JVM: started, watched, started again when it dies, stopped. */
final class ServiceProcess {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** A service that lived this long is not failing at start: the back-off begins anew. */
    private static final Duration SOUND = Duration.ofSeconds(60);

    private final ServiceSpec spec;
    private final int port;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private final StackListener listener;
    private final HttpClient http;
    private boolean stopping;
    private int restarts;
    private Duration pause = FIRST_PAUSE;
    private @Nullable Process process;
    private @Nullable LogPump pump;
    private long startedNanos;

    ServiceProcess(
            ServiceSpec spec,
            int port,
            List<String> command,
            Map<String, String> environment,
            Path log,
            StackListener listener,
            HttpClient http) {
        this.spec = spec;
        this.port = port;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.log = log;
        this.listener = listener;
        this.http = http;
    }

    String name() {
        return spec.name();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    synchronized int restarts() {
        return restarts;
    }

    /** Process id of the running JVM, or -1 while there is none. */
    synchronized long pid() {
        return process != null && process.isAlive() ? process.pid() : -1;
    }

    synchronized void start() throws IOException {
        if (stopping) {
            return;
        }
        var builder = new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true);
        builder.environment().putAll(environment);
        // The scoring engine takes a GPU's whole memory unless the process was started with this.
        builder.environment().putIfAbsent("TF_FORCE_GPU_ALLOW_GROWTH", "true");
        startedNanos = System.nanoTime();
        process = builder.start();
        pump = LogPump.start(spec.name(), process.getInputStream(), new RotatingFile(log));
        process.onExit().thenAccept(this::ended);
    }

    private void ended(Process ended) {
        synchronized (this) {
            if (stopping || process != ended) {
                return;
            }
            restarts++;
            if (System.nanoTime() - startedNanos > SOUND.toNanos()) {
                pause = FIRST_PAUSE;
            }
            listener.trouble(spec.name() + " died with exit code " + ended.exitValue() + "; restart " + restarts
                    + " in " + pause.toMillis() + " ms (log: " + log + ")");
            startAgain();
        }
    }

    /** After a pause, which grows while it keeps dying. */
    private void startAgain() {
        Duration now = pause;
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        CompletableFuture.delayedExecutor(now.toMillis(), TimeUnit.MILLISECONDS).execute(this::restart);
    }

    private void restart() {
        try {
            start();
            sayWhenReady(System.nanoTime());
        } catch (IOException e) {
            synchronized (this) {
                listener.trouble("cannot start " + spec.name() + " again: " + e.getMessage() + "; next try in "
                        + pause.toMillis() + " ms");
                startAgain();
            }
        }
    }

    private void sayWhenReady(long since) {
        if (pid() < 0) {
            return;
        }
        if (ready()) {
            listener.message(spec.name() + " is ready again after "
                    + Duration.ofNanos(System.nanoTime() - since).toMillis() + " ms");
        } else {
            CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS).execute(() -> sayWhenReady(since));
        }
    }

    /** Whether it answers that it is ready. */
    boolean ready() {
        return health().ready();
    }

    /** How it says that it is. */
    ServiceHealth health() {
        return ServiceHealth.of(http, address());
    }

    /** Where its output goes. */
    Path log() {
        return log;
    }

    /** Asks it to end; it is not started again. */
    synchronized void askToStop() {
        stopping = true;
        if (process != null) {
            process.destroy();
        }
    }

    /** Waits for its end until {@code deadlineNanos}, then ends it by force. */
    void awaitStop(long deadlineNanos) throws InterruptedException {
        Process last;
        LogPump lines;
        synchronized (this) {
            last = process;
            lines = pump;
        }
        if (last == null) {
            return;
        }
        long left = Math.max(0, deadlineNanos - System.nanoTime());
        if (!last.waitFor(left, TimeUnit.NANOSECONDS)) {
            listener.trouble(spec.name() + " did not stop in time and was killed");
            last.destroyForcibly();
            last.waitFor(2, TimeUnit.SECONDS);
        }
        if (lines != null) {
            lines.join();
        }
    }
}

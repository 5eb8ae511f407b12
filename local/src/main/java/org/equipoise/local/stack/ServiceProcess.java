package org.equipoise.local.stack;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

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
        Files.createDirectories(log.getParent());
        List<String> line = new ArrayList<>(command);
        var builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(log.toString())));
        builder.environment().putAll(environment);
        // The scoring engine takes a GPU's whole memory unless the process was started with this.
        builder.environment().putIfAbsent("TF_FORCE_GPU_ALLOW_GROWTH", "true");
        startedNanos = System.nanoTime();
        process = builder.start();
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
            Duration doubled = pause.multipliedBy(2);
            Duration now = pause;
            pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
            CompletableFuture.delayedExecutor(now.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(this::restart);
        }
    }

    private void restart() {
        try {
            start();
            sayWhenReady(System.nanoTime());
        } catch (IOException e) {
            listener.trouble("cannot start " + spec.name() + " again: " + e.getMessage());
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
        try {
            HttpRequest request = HttpRequest.newBuilder(address().resolve("/q/health/ready"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
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
        synchronized (this) {
            last = process;
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
    }
}

package org.equipoise.ingest.orthanc.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.common.storage.StorageException;
import org.equipoise.ingest.doors.Announcer.NotAnnouncedException;
import org.equipoise.ingest.doors.Deliveries;
import org.equipoise.ingest.doors.SpoolFullException;
import org.equipoise.ingest.orthanc.AnswerException;
import org.equipoise.ingest.orthanc.OrthancPolling;
import org.equipoise.ingest.orthanc.OrthancSettings;
import org.equipoise.ingest.orthanc.PollObserver;
import org.equipoise.ingest.orthanc.Positions;
import org.equipoise.ingest.orthanc.Turn;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks Orthanc for studies, in one thread, where an address is configured. Whatever fails, it goes on after a pause;
 * nothing else of the service waits for it.
 */
@ApplicationScoped
public class OrthancDoor {

    private static final Logger LOG = Logger.getLogger(OrthancDoor.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration TURN_PAUSE = Duration.ofSeconds(1);
    private static final long STOP_MILLIS = 5000;

    /** Other observers have 2500. */
    private static final int AFTER_THE_BUCKETS = 3000;

    private final OrthancSettings settings;
    private final ObjectStore store;
    private final Deliveries deliveries;
    private final PollObserver observer;
    private final InstantSource clock;
    private final Turn turn;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private @Nullable Thread thread;
    private int failures;

    OrthancDoor(
            OrthancSettings settings,
            ObjectStore store,
            Deliveries deliveries,
            PollObserver observer,
            InstantSource clock,
            Turn turn) {
        this.settings = settings;
        this.store = store;
        this.deliveries = deliveries;
        this.observer = new LoggedPolling(observer);
        this.clock = clock;
        this.turn = turn;
    }

    void onStart(@Observes @Priority(AFTER_THE_BUCKETS) StartupEvent event) {
        settings.url().ifPresent(this::open);
    }

    private void open(String url) {
        settings.check();
        var orthanc = new HttpOrthanc(url, settings);
        LOG.infof("Orthanc is asked for studies: address=%s every=%s", orthanc.address(), settings.interval());
        if (orthanc.isInTheClear()) {
            LOG.warn("the password for Orthanc goes over the network in the clear: use https");
        }
        var started = new Thread(() -> run(orthanc), "orthanc");
        started.setDaemon(true);
        started.start();
        thread = started;
    }

    void onStop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping.countDown();
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            running.join(STOP_MILLIS);
        }
    }

    private void run(HttpOrthanc orthanc) {
        try (orthanc;
                turn) {
            turn.start();
            var positions = new Positions(store, orthanc.address().toString());
            var polling = new OrthancPolling(orthanc, positions, deliveries, observer, settings, clock, turn::isOurs);
            Duration pause = Duration.ZERO;
            while (!stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = turn.isOurs() ? step(polling) : wait(polling);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration wait(OrthancPolling polling) {
        polling.forget();
        return TURN_PAUSE;
    }

    private Duration step(OrthancPolling polling) {
        try {
            Duration pause = polling.step();
            failures = 0;
            return pause;
        } catch (AnswerException e) {
            return failed("answer", String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return failed("orthanc", "it is away: " + e.getClass().getName());
        } catch (StorageException | NotAnnouncedException | UncheckedIOException | SpoolFullException e) {
            return failed("storage", e.getClass().getSimpleName());
        } catch (RuntimeException | Error e) {
            // Of an error, too: nobody would see that the thread is gone.
            StackTraceElement[] trace = e.getStackTrace();
            return failed("unforeseen", e.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]));
        }
    }

    private Duration failed(String kind, String reason) {
        if (stopping.getCount() == 0) {
            return Duration.ZERO;
        }
        observer.failed(kind, reason);
        Duration pause = Duration.ofSeconds(1L << Math.min(failures, 6));
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        failures++;
        return pause;
    }
}

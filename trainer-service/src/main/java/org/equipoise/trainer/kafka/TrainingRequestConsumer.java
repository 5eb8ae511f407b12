package org.equipoise.trainer.kafka;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.storage.StorageException;
import org.equipoise.trainer.labels.RequestedWork;
import org.equipoise.trainer.training.RunInterruptedException;
import org.jboss.logging.Logger;

/**
 * One run at a time, in a thread of its own. A request is acknowledged when its run is over; while it lasts the channel
 * keeps polling without taking records, so the group does not lose this member.
 */
@ApplicationScoped
class TrainingRequestConsumer {

    private static final Logger LOG = Logger.getLogger(TrainingRequestConsumer.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final RequestedWork work;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        var named = new Thread(task, "training");
        named.setDaemon(true);
        return named;
    });

    TrainingRequestConsumer(RequestedWork work) {
        this.work = work;
    }

    @Incoming("training-requested")
    CompletionStage<Void> requested(ConsumerRecord<byte[], byte[]> record) {
        var done = new CompletableFuture<Void>();
        try {
            TrainingRequested request = EventCodec.read(record.value(), TrainingRequested.class);
            thread.execute(() -> carryOut(request, done));
        } catch (MalformedEventException e) {
            done.completeExceptionally(e);
        }
        return done;
    }

    /** A run that was interrupted leaves {@code done} open: its record is delivered again to whoever comes next. */
    private void carryOut(TrainingRequested request, CompletableFuture<Void> done) {
        Duration pause = FIRST_PAUSE;
        try {
            while (!attempted(request, pause)) {
                Duration doubled = pause.multipliedBy(2);
                pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
            }
            done.complete(null);
        } catch (RunInterruptedException | InterruptedException e) {
            LOG.infof("stopping in the middle of a run, it goes on later; runId=%s", request.runId());
            Thread.currentThread().interrupt();
        }
    }

    private boolean attempted(TrainingRequested request, Duration pause) throws InterruptedException {
        try {
            attempt(request);
            return true;
        } catch (StorageException | KafkaException | io.smallrye.mutiny.TimeoutException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LOG.warnf("training waits %s: %s; runId=%s", pause, e.getMessage(), request.runId());
            Thread.sleep(pause.toMillis());
            return false;
        }
    }

    private void attempt(TrainingRequested request) {
        try {
            work.run(request);
        } catch (StorageException | KafkaException | io.smallrye.mutiny.TimeoutException | RunInterruptedException e) {
            throw e;
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new RunInterruptedException("stopped: " + e.getMessage());
            }
            // A bug: trying again would repeat it and block every request behind this one.
            LOG.errorf(e, "training failed; runId=%s", request.runId());
            work.fail(request, e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    /** Lets the native code come back before the process ends. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        thread.shutdownNow();
        if (!thread.awaitTermination(8, TimeUnit.SECONDS)) {
            LOG.warn("a training step does not end");
        }
    }
}

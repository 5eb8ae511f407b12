package org.equipoise.trainer.kafka;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
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
 * keeps polling without taking records, so the group does not lose this member. When the group gives the request's
 * partition to another trainer, the run is left to that one: the next request is taken, and this one not acknowledged.
 */
@ApplicationScoped
class TrainingRequestConsumer {

    private static final Logger LOG = Logger.getLogger(TrainingRequestConsumer.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Longer than the group takes to tell a trainer that it lost a run: only who still has it takes it back. */
    private static final Duration AFTER_TAKE_OVER = Duration.ofSeconds(10);

    private final RequestedWork work;
    private final RunPartitions partitions;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        var named = new Thread(task, "training");
        named.setDaemon(true);
        return named;
    });

    TrainingRequestConsumer(RequestedWork work, @Identifier(RunPartitions.NAME) RunPartitions partitions) {
        this.work = work;
        this.partitions = partitions;
    }

    @Incoming("training-requested")
    CompletionStage<Void> requested(IncomingKafkaRecord<byte[], byte[]> record) {
        TrainingRequested request;
        try {
            request = EventCodec.read(record.getPayload(), TrainingRequested.class);
        } catch (MalformedEventException e) {
            return record.nack(e);
        }
        var done = new CompletableFuture<Void>();
        try {
            thread.execute(() -> carryOut(request, record, done));
        } catch (RejectedExecutionException e) {
            LOG.debugf("stopping: a request is left to whoever comes next; runId=%s", request.runId());
        }
        return done;
    }

    /**
     * What is not acknowledged is delivered again to whoever has its partition next. {@code done} asks for the next
     * record; while the service stops, it stays open.
     */
    private void carryOut(
            TrainingRequested request, IncomingKafkaRecord<byte[], byte[]> record, CompletableFuture<Void> done) {
        if (!partitions.begin(new TopicPartition(record.getTopic(), record.getPartition()))) {
            LOG.infof("a request went to another trainer before its turn came; runId=%s", request.runId());
            done.complete(null);
            return;
        }
        boolean over;
        try {
            over = completed(request);
        } catch (RuntimeException | Error e) {
            // Not even its failure could be said on the run; as a dead letter it blocks no other.
            LOG.errorf(e, "a request is put aside; runId=%s", request.runId());
            CompletionStage<Void> aside = partitions.end() ? record.nack(e) : CompletableFuture.completedStage(null);
            aside.thenRun(() -> done.complete(null));
            return;
        }
        if (partitions.end() && over) {
            record.ack().thenRun(() -> done.complete(null));
        } else if (!thread.isShutdown()) {
            done.complete(null);
        }
    }

    /** Whether the run is over; false when it was interrupted. */
    private boolean completed(TrainingRequested request) {
        Duration pause = FIRST_PAUSE;
        try {
            while (!attempted(request, pause)) {
                Duration doubled = pause.multipliedBy(2);
                pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
            }
            return true;
        } catch (RunInterruptedException | InterruptedException e) {
            LOG.infof("stopping in the middle of a run, it goes on later; runId=%s", request.runId());
            return false;
        }
    }

    private boolean attempted(TrainingRequested request, Duration pause) throws InterruptedException {
        try {
            attempt(request);
            return true;
        } catch (StorageException | KafkaException | io.smallrye.mutiny.TimeoutException | RunInterruptedException e) {
            if (mustStop()) {
                throw new InterruptedException();
            }
            Duration wait = e instanceof RunInterruptedException ? AFTER_TAKE_OVER : pause;
            LOG.warnf("training waits %s: %s; runId=%s", wait, e.getMessage(), request.runId());
            Thread.sleep(wait.toMillis());
            return false;
        }
    }

    /** Besides the thread's flag: a library may have cleared it. */
    private boolean mustStop() {
        return Thread.currentThread().isInterrupted() || partitions.isLost() || thread.isShutdown();
    }

    private void attempt(TrainingRequested request) {
        try {
            work.run(request);
        } catch (StorageException | KafkaException | io.smallrye.mutiny.TimeoutException | RunInterruptedException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            if (mustStop()) {
                throw new RunInterruptedException("stopped: " + e.getMessage());
            }
            // A bug, no memory, no native library: trying again would repeat it and block every request behind.
            LOG.errorf(e, "training failed; runId=%s", request.runId());
            work.fail(request, reason(e));
        }
    }

    private static String reason(Throwable e) {
        String heap = e instanceof OutOfMemoryError
                ? " (the heap has at most " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB)"
                : "";
        return e.getClass().getSimpleName() + ": " + e.getMessage() + heap;
    }

    /** Lets the native code come back before the process ends. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        thread.shutdownNow();
        if (!thread.awaitTermination(8, TimeUnit.SECONDS)) {
            LOG.warn("a training step does not end");
        }
    }
}

package org.equipoise.trainer.kafka;

import java.time.Clock;
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
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.messaging.DeadLetter;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.Unforeseen;
import org.equipoise.trainer.labels.RequestedWork;
import org.equipoise.trainer.metrics.TrainerMetrics;
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
    private final DeadLetters letters;
    private final TrainerMetrics metrics;
    private final Clock clock;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        var named = new Thread(task, "training");
        named.setDaemon(true);
        return named;
    });

    TrainingRequestConsumer(
            RequestedWork work,
            @Identifier(RunPartitions.NAME) RunPartitions partitions,
            DeadLetters letters,
            TrainerMetrics metrics,
            Clock clock) {
        this.work = work;
        this.partitions = partitions;
        this.letters = letters;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Throws nothing, for that would end the channel: the stage is complete when the next record may come. */
    @Incoming("training-requested")
    CompletionStage<Void> requested(IncomingKafkaRecord<byte[], byte[]> record) {
        var done = new CompletableFuture<Void>();
        try {
            thread.execute(() -> take(record, done));
        } catch (RejectedExecutionException e) {
            LOG.debugf("stopping: the request at %d is left to whoever comes next", record.getOffset());
        }
        return done;
    }

    /**
     * What is not acknowledged is delivered again to whoever has its partition next. {@code done} asks for the next
     * record; while the service stops, it stays open.
     */
    private void take(IncomingKafkaRecord<byte[], byte[]> record, CompletableFuture<Void> done) {
        if (!partitions.begin(new TopicPartition(record.getTopic(), record.getPartition()))) {
            LOG.infof("the request at %d went to another trainer before its turn came", record.getOffset());
            done.complete(null);
            return;
        }
        boolean over;
        try {
            over = handled(record);
        } catch (InterruptedException e) {
            over = false;
        }
        if (partitions.end() && over) {
            // What could not be acknowledged comes again, and is found completed.
            record.ack().whenComplete((nothing, failure) -> done.complete(null));
        } else if (!thread.isShutdown()) {
            done.complete(null);
        }
    }

    /** Whether the request is done with; false when its run was interrupted. */
    private boolean handled(IncomingKafkaRecord<byte[], byte[]> record) throws InterruptedException {
        try {
            return completed(EventCodec.read(record.getPayload(), TrainingRequested.class, clock.instant()), record);
        } catch (MalformedEventException e) {
            putAside(record, String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            // The last resort: not even its failure could be said on the run. Aside, it blocks no other.
            LOG.errorf(e, "the request at %d is put aside", record.getOffset());
            metrics.unforeseen(record.getTopic());
            putAside(record, Unforeseen.reason(e));
        }
        return true;
    }

    /** Until the brokers have the letter: only then the record may be acknowledged. */
    private void putAside(IncomingKafkaRecord<byte[], byte[]> record, String reason) throws InterruptedException {
        var origin = new DeadLetter.Origin(record.getTopic(), record.getPartition(), record.getOffset());
        DeadLetter letter = DeadLetter.of(origin, record.getKey(), record.getPayload(), record.getHeaders(), reason);
        insist("the dead letter of the request at " + record.getOffset(), () -> letters.send(letter));
    }

    /** Whether the run is over; false when it was interrupted. */
    private boolean completed(TrainingRequested request, IncomingKafkaRecord<byte[], byte[]> record) {
        try {
            insist("run " + request.runId(), () -> attempt(request, record));
            return true;
        } catch (InterruptedException e) {
            LOG.infof("stopping in the middle of a run, it goes on later; runId=%s", request.runId());
            return false;
        }
    }

    /**
     * Tries again for as long as an outage lasts, or another trainer has the run.
     *
     * @throws InterruptedException if this trainer must stop or lost the partition
     */
    private void insist(String what, Runnable task) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            Duration wait;
            try {
                task.run();
                return;
            } catch (RunInterruptedException e) {
                wait = waits(what, AFTER_TAKE_OVER, e);
            } catch (RuntimeException e) {
                if (!Outages.isOutage(e)) {
                    throw e;
                }
                wait = waits(what, pause, e);
            }
            Thread.sleep(wait.toMillis());
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        }
    }

    private Duration waits(String what, Duration wait, RuntimeException why) throws InterruptedException {
        if (mustStop()) {
            throw new InterruptedException();
        }
        LOG.warnf("%s waits %s: %s", what, wait, why.getMessage());
        return wait;
    }

    /** Besides the thread's flag: a library may have cleared it. */
    private boolean mustStop() {
        return Thread.currentThread().isInterrupted() || partitions.isLost() || thread.isShutdown();
    }

    private void attempt(TrainingRequested request, IncomingKafkaRecord<byte[], byte[]> record) {
        try {
            work.run(request);
        } catch (RunInterruptedException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            if (e instanceof RuntimeException failure && Outages.isOutage(failure)) {
                throw e;
            }
            if (mustStop()) {
                throw new RunInterruptedException("stopped: " + e.getMessage());
            }
            // A bug, no memory, no native library: trying again would repeat it and block every request behind.
            LOG.errorf(e, "training failed; runId=%s", request.runId());
            if (e instanceof RuntimeException) {
                metrics.unforeseen(record.getTopic());
            }
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

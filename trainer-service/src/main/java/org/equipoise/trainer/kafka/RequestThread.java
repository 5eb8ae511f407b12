package org.equipoise.trainer.kafka;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * One request at a time, in a thread of its own. A request is acknowledged when it is done with; while that lasts the
 * channel keeps polling without taking records, so the group does not lose this member. When the group gives the
 * request's partition to another trainer, the request is left to that one: the next one is taken, and this one not
 * acknowledged.
 */
final class RequestThread {

    private static final Logger LOG = Logger.getLogger(RequestThread.class);
    private final RunPartitions partitions;
    private final RequestHandler<?> handler;
    private final ExecutorService thread;

    /** @param handler is told how to ask whether it must stop */
    RequestThread(String name, RunPartitions partitions, Function<BooleanSupplier, RequestHandler<?>> handler) {
        this.partitions = partitions;
        this.handler = handler.apply(this::mustStop);
        thread = Executors.newSingleThreadExecutor(task -> {
            var named = new Thread(task, name);
            named.setDaemon(true);
            return named;
        });
    }

    /** Throws nothing, for that would end the channel: the stage is complete when the next record may come. */
    CompletionStage<Void> take(IncomingKafkaRecord<byte[], byte[]> record) {
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
            over = handler.handle(consumed(record));
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

    private static ConsumerRecord<byte[], byte[]> consumed(IncomingKafkaRecord<byte[], byte[]> record) {
        var consumed = new ConsumerRecord<>(
                record.getTopic(), record.getPartition(), record.getOffset(), record.getKey(), record.getPayload());
        record.getHeaders().forEach(consumed.headers()::add);
        return consumed;
    }

    /** Besides the thread's flag: a library may have cleared it. */
    private boolean mustStop() {
        return Thread.currentThread().isInterrupted() || partitions.isLost() || thread.isShutdown();
    }

    /** Lets the native code come back before the process ends. */
    void stop() throws InterruptedException {
        thread.shutdownNow();
        if (!thread.awaitTermination(8, TimeUnit.SECONDS)) {
            LOG.warn("a step of work does not end");
        }
    }
}

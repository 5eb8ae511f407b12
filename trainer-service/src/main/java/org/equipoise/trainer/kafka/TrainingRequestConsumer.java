package org.equipoise.trainer.kafka;

import java.time.Clock;
import java.util.concurrent.CompletionStage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.trainer.metrics.TrainerMetrics;
import org.equipoise.trainer.work.Precedence;
import org.equipoise.trainer.work.RequestedWork;

/** Takes requests for trainings, and for audits of labels, one after the other. */
@ApplicationScoped
class TrainingRequestConsumer {

    private final RequestThread requests;
    private final Precedence precedence;

    TrainingRequestConsumer(
            RequestedWork work,
            @Identifier(RunPartitions.NAME) RunPartitions partitions,
            DeadLetters letters,
            TrainerMetrics metrics,
            Precedence precedence,
            Clock clock) {
        this.precedence = precedence;
        requests = new RequestThread(
                "training",
                partitions,
                mustStop -> new RequestHandler<>(
                        TrainingRequested.class,
                        work,
                        letters::send,
                        metrics::unforeseen,
                        clock,
                        mustStop,
                        Thread::sleep));
    }

    @Incoming("training-requested")
    CompletionStage<Void> requested(IncomingKafkaRecord<byte[], byte[]> record) {
        precedence.begins();
        return requests.take(record).whenComplete((nothing, failure) -> precedence.ends());
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        requests.stop();
    }
}

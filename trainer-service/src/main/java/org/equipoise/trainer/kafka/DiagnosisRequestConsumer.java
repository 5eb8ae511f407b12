package org.equipoise.trainer.kafka;

import java.time.Clock;
import java.util.concurrent.CompletionStage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.equipoise.common.events.DiagnosisRequested;
import org.equipoise.trainer.diagnosis.RequestedDiagnosis;
import org.equipoise.trainer.metrics.TrainerMetrics;

/** Takes requests for diagnoses, one after the other. */
@ApplicationScoped
class DiagnosisRequestConsumer {

    private final RequestThread requests;

    DiagnosisRequestConsumer(
            RequestedDiagnosis work,
            @Identifier(DiagnosisPartitions.NAME) DiagnosisPartitions partitions,
            DeadLetters letters,
            TrainerMetrics metrics,
            Clock clock) {
        requests = new RequestThread(
                "diagnosis",
                partitions,
                mustStop -> new RequestHandler<>(
                        DiagnosisRequested.class,
                        work,
                        letters::send,
                        metrics::unforeseen,
                        clock,
                        mustStop,
                        Thread::sleep));
    }

    @Incoming("diagnoses-requested")
    CompletionStage<Void> requested(IncomingKafkaRecord<byte[], byte[]> record) {
        return requests.take(record);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        requests.stop();
    }
}

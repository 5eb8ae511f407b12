package org.equipoise.monitor.app;

import jakarta.enterprise.context.ApplicationScoped;

import org.apache.kafka.streams.KafkaStreams;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready only while predictions are being watched: Kafka Streams is running, not restoring and not dead. */
@Readiness
@ApplicationScoped
class WatchingHealth implements HealthCheck {

    private final KafkaStreams streams;

    WatchingHealth(KafkaStreams streams) {
        this.streams = streams;
    }

    @Override
    public HealthCheckResponse call() {
        KafkaStreams.State state = streams.state();
        return HealthCheckResponse.named("watching predictions")
                .status(state == KafkaStreams.State.RUNNING)
                .withData("kafka-streams", state.name())
                .build();
    }
}

package org.equipoise.ingest.app;

import jakarta.enterprise.context.ApplicationScoped;

import org.apache.kafka.streams.KafkaStreams;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.equipoise.common.storage.ObjectStore;

/** Ready when the object store answers and the checking topology runs. */
@org.eclipse.microprofile.health.Readiness
@ApplicationScoped
class Readiness implements HealthCheck {

    private final ObjectStore store;
    private final KafkaStreams streams;

    Readiness(ObjectStore store, KafkaStreams streams) {
        this.store = store;
        this.streams = streams;
    }

    @Override
    public HealthCheckResponse call() {
        boolean stored = store.healthy();
        KafkaStreams.State state = streams.state();
        return HealthCheckResponse.named("ingest")
                .status(stored && state == KafkaStreams.State.RUNNING)
                .withData("objectStore", stored)
                .withData("streams", state.name())
                .build();
    }
}

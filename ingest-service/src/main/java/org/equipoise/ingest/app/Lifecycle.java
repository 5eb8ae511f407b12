package org.equipoise.ingest.app;

import java.time.InstantSource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.ingest.datasets.DatasetCounts;
import org.equipoise.ingest.doors.Spool;
import org.equipoise.ingest.kafka.StandingFollower;
import org.equipoise.ingest.metrics.IngestMetrics;

/** What happens when the service starts and ends. */
@ApplicationScoped
class Lifecycle {

    private final ObjectStore store;
    private final StandingFollower follower;

    /** @param spool named, so that it is opened, and with it emptied, now and not at the first request */
    Lifecycle(
            ObjectStore store,
            Spool spool,
            DatasetCounts counts,
            IngestMetrics metrics,
            InstantSource clock,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.store = store;
        this.follower = new StandingFollower(bootstrapServers, counts, clock, metrics, () -> metrics.refresh(counts));
    }

    /** Without its buckets the service ends at once instead of running and failing. */
    void onStart(@Observes StartupEvent event) {
        store.createBuckets();
        follower.start();
    }

    void onStop(@Observes ShutdownEvent event) {
        follower.close();
    }
}

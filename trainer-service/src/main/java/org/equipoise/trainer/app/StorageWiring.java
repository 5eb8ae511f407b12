package org.equipoise.trainer.app;

import java.time.Clock;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;

import io.quarkus.runtime.StartupEvent;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.common.storage.S3Config;
import org.equipoise.common.storage.S3ObjectStore;

/** The object store and the clock, for every part of the service. */
class StorageWiring {

    @Produces
    @ApplicationScoped
    ObjectStore objectStore(S3Config config) {
        return new S3ObjectStore(config.settings());
    }

    @Produces
    @ApplicationScoped
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Without its buckets the service cannot work: it ends, and whoever started it tries again. */
    void createBuckets(@Observes StartupEvent event, ObjectStore objects) {
        objects.createBuckets();
    }
}

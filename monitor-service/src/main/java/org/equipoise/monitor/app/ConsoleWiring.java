package org.equipoise.monitor.app;

import java.time.Clock;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.comparing.VersionComparison;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.common.storage.S3Config;
import org.equipoise.common.storage.S3ObjectStore;
import org.equipoise.common.versions.StoredManifests;
import org.equipoise.monitor.console.ConsoleState;
import org.equipoise.monitor.console.kafka.AuditReader;
import org.equipoise.monitor.console.kafka.ConsoleFollower;
import org.equipoise.monitor.kafka.EventWriter;
import org.equipoise.monitor.preview.Augmenter;
import org.equipoise.monitor.preview.http.AugmentClient;
import org.equipoise.monitor.preview.http.AugmentConfig;

/** The console's beans, and when they start and stop. */
@Singleton
class ConsoleWiring {

    @Produces
    @Singleton
    ConsoleState consoleState() {
        return ConsoleState.empty();
    }

    @Produces
    @Singleton
    VersionComparison versionComparison(ObjectStore store, ConsoleState state) {
        return new VersionComparison(new StoredManifests(store), state.datasets()::versions);
    }

    @Produces
    @Singleton
    ConsoleFollower follower(
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers, ConsoleState state) {
        return new ConsoleFollower(bootstrapServers, state);
    }

    @Produces
    @Singleton
    EventWriter eventWriter(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        return new EventWriter(bootstrapServers);
    }

    @Produces
    @Singleton
    AuditReader auditReader(
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers, ObjectStore store) {
        return new AuditReader(bootstrapServers, store);
    }

    @Produces
    @Singleton
    Augmenter augmenter(AugmentConfig config) {
        return new AugmentClient(config, AugmentClient.PATIENCE);
    }

    @Produces
    @Singleton
    ObjectStore objectStore(S3Config config) {
        return new S3ObjectStore(config.settings());
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    /** A key that cannot be sent is told now, not when somebody wants to look. */
    void started(@Observes StartupEvent event, ConsoleFollower follower, Augmenter augmenter) {
        follower.start();
    }

    void stopping(@Observes ShutdownEvent event, ConsoleFollower follower, EventWriter labels) {
        follower.close();
        labels.close();
    }
}

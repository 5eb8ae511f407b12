package org.equipoise.monitor.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import org.equipoise.monitor.kafka.DeadLetterWatcher;

/** What starts and stops with the service, beside Kafka Streams. */
@ApplicationScoped
class MonitorLifecycle {

    private final DeadLetterWatcher deadLetters;

    MonitorLifecycle(DeadLetterWatcher deadLetters) {
        this.deadLetters = deadLetters;
    }

    void started(@Observes StartupEvent event) {
        deadLetters.start();
    }

    void stopping(@Observes ShutdownEvent event) {
        deadLetters.close();
    }
}

package org.equipoise.monitor.app;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import org.equipoise.monitor.kafka.ConsumerLag;
import org.equipoise.monitor.kafka.DeadLetterWatcher;
import org.equipoise.monitor.kafka.FollowedTopics;
import org.equipoise.monitor.lag.LagPolicy;
import org.equipoise.monitor.metrics.LagMetrics;
import org.jboss.logging.Logger;

/** What starts and stops with the service, beside Kafka Streams. */
@ApplicationScoped
class MonitorLifecycle {

    private static final Logger LOG = Logger.getLogger(MonitorLifecycle.class);

    private final DeadLetterWatcher deadLetters;
    private final FollowedTopics followed;
    private final ConsumerLag lag;
    private final LagPolicy lagPolicy;
    private final LagMetrics lagMetrics;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "consumer-lag");
        thread.setDaemon(true);
        return thread;
    });
    private boolean told;

    MonitorLifecycle(
            DeadLetterWatcher deadLetters,
            FollowedTopics followed,
            ConsumerLag lag,
            LagPolicy lagPolicy,
            LagMetrics lagMetrics) {
        this.deadLetters = deadLetters;
        this.followed = followed;
        this.lag = lag;
        this.lagPolicy = lagPolicy.checked();
        this.lagMetrics = lagMetrics;
    }

    void started(@Observes StartupEvent event) {
        deadLetters.start();
        followed.start();
        long every = lagPolicy.every().toMillis();
        looks.scheduleWithFixedDelay(this::look, 0, every, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            lagMetrics.now(lag.look());
            told = false;
        } catch (RuntimeException e) {
            // A thread that ends would be silent for ever; an outage is told once.
            lagMetrics.now(List.of());
            if (!told) {
                LOG.warnf("how many records wait for whom cannot be told: cause=%s", e);
                told = true;
            }
        }
    }

    void stopping(@Observes ShutdownEvent event) {
        deadLetters.close();
        followed.close();
        looks.shutdownNow();
        try {
            if (looks.awaitTermination(5, TimeUnit.SECONDS)) {
                lag.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

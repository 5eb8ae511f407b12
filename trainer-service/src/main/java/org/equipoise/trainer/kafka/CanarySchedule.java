package org.equipoise.trainer.kafka;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.StartupEvent;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.trainer.canary.CanaryConfig;
import org.equipoise.trainer.canary.CanaryReplays;
import org.equipoise.trainer.canary.CanarySink;
import org.equipoise.trainer.metrics.TrainerMetrics;
import org.equipoise.trainer.registry.DecisionLog;
import org.jboss.logging.Logger;

/** Every so often, every model that serves is shown its canaries. One model that fails costs no other its turn. */
@ApplicationScoped
class CanarySchedule {

    private static final Logger LOG = Logger.getLogger(CanarySchedule.class);

    private final CanaryReplays replays;
    private final CanarySink sink;
    private final DecisionLog decisions;
    private final TrainerMetrics metrics;
    private final ScheduledExecutorService thread = new ScheduledThreadPoolExecutor(1, task -> {
        var named = new Thread(task, "canaries");
        named.setDaemon(true);
        return named;
    });

    CanarySchedule(CanaryReplays replays, CanarySink sink, DecisionLog decisions, TrainerMetrics metrics) {
        this.replays = replays;
        this.sink = sink;
        this.decisions = decisions;
        this.metrics = metrics;
    }

    void start(
            @Observes StartupEvent event,
            CanaryConfig config,
            @ConfigProperty(name = "equipoise.trainer.role.score") boolean scores) {
        if (scores && config.checked().enabled()) {
            long millis = config.every().toMillis();
            thread.scheduleWithFixedDelay(this::replayAll, millis, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void replayAll() {
        decisions.all().forEach(this::replay);
    }

    private void replay(ModelDecided last) {
        try {
            replays.replay(last).ifPresent(event -> {
                sink.replayed(event);
                metrics.canariesReplayed(event);
            });
        } catch (RuntimeException e) {
            // The store or the brokers: the next turn tries again.
            metrics.canariesNotReplayed(last.model());
            LOG.warnf(e, "canaries were not replayed; model=%s", last.model());
        }
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }
}

package org.equipoise.trainer.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.StartupEvent;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.events.CanariesReplayed;
import org.equipoise.common.messaging.TopicFollower;
import org.equipoise.common.messaging.Topics;
import org.equipoise.trainer.canary.CanaryConfig;
import org.equipoise.trainer.canary.CanaryReplays;
import org.equipoise.trainer.canary.CanaryRound;
import org.equipoise.trainer.canary.CanarySink;
import org.equipoise.trainer.metrics.TrainerMetrics;
import org.equipoise.trainer.registry.DecisionLog;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Every so often, every model that serves is shown its canaries, and one that is suspected at once: whoever is called
 * about it reads whether it is the model.
 */
@ApplicationScoped
class CanarySchedule {

    private static final Logger LOG = Logger.getLogger(CanarySchedule.class);

    /** After a failure to hear of alerts. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final CanaryRound round;
    private final FollowedRecords records;
    private final Set<String> suspected = ConcurrentHashMap.newKeySet();
    private @Nullable TopicFollower alerts;
    private final ScheduledExecutorService thread = new ScheduledThreadPoolExecutor(1, task -> {
        var named = new Thread(task, "canaries");
        named.setDaemon(true);
        return named;
    });

    CanarySchedule(
            CanaryReplays replays,
            CanarySink sink,
            DecisionLog decisions,
            TrainerMetrics metrics,
            FollowedRecords records) {
        this.records = records;
        round = new CanaryRound(decisions::all, replays, sink, new CanaryRound.Observer() {
            @Override
            public void replayed(CanariesReplayed event) {
                metrics.canariesReplayed(event);
            }

            @Override
            public void notReplayed(String model, RuntimeException reason) {
                metrics.canariesNotReplayed(model);
                LOG.warnf(reason, "canaries were not replayed; model=%s", model);
            }
        });
    }

    void start(
            @Observes StartupEvent event,
            CanaryConfig config,
            @ConfigProperty(name = "equipoise.trainer.role.score") boolean scores,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        if (scores && config.checked().enabled()) {
            long millis = config.every().toMillis();
            thread.scheduleWithFixedDelay(() -> take(round::run), millis, millis, TimeUnit.MILLISECONDS);
            var follower = new TopicFollower(
                    "alerts",
                    bootstrapServers,
                    List.of(Topics.ALERTS_CHANGED),
                    PAUSE,
                    new AlertListener(records, this::suspect));
            follower.start();
            alerts = follower;
        }
    }

    /** However many alerts tell of a model before its turn comes, it has one. */
    private void suspect(String model) {
        if (suspected.add(model)) {
            thread.execute(() -> take(() -> {
                suspected.remove(model);
                round.run(model);
            }));
        }
    }

    /** An executor forgets a task that throws: what escapes the round must not end the turns without a word. */
    private static void take(Runnable turn) {
        try {
            turn.run();
        } catch (LinkageError | OutOfMemoryError e) {
            LOG.error("a turn of replaying canaries broke off, the next one tries again", e);
        }
    }

    @PreDestroy
    void stop() {
        TopicFollower follower = alerts;
        if (follower != null) {
            follower.close();
        }
        thread.shutdownNow();
    }
}

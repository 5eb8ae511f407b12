package org.equipoise.monitor.app;

import java.time.Clock;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.messaging.Topics;
import org.equipoise.monitor.canary.CanaryWatch;
import org.equipoise.monitor.collapse.CollapsePolicy;
import org.equipoise.monitor.deadletters.DeadLetters;
import org.equipoise.monitor.history.VersionHistory;
import org.equipoise.monitor.kafka.DeadLetterWatcher;
import org.equipoise.monitor.kafka.KafkaPolicy;
import org.equipoise.monitor.kafka.NoticeTopology;
import org.equipoise.monitor.kafka.StoredVersions;
import org.equipoise.monitor.kafka.WatchTopology;
import org.equipoise.monitor.metrics.MonitorMetrics;
import org.equipoise.monitor.watch.StudyPolicy;
import org.equipoise.monitor.watch.WatchListeners;
import org.equipoise.monitor.watch.WatchedVersionCodec;
import org.equipoise.monitor.watch.WatchedVersions;
import org.jboss.logging.Logger;

/** Every bean that is not a resource. */
@ApplicationScoped
class MonitorWiring {

    private static final Logger LOG = Logger.getLogger(MonitorWiring.class);

    private static final List<String> DEAD_LETTER_TOPICS =
            Topics.all().stream().map(Topics::deadLetters).toList();

    @Produces
    @Singleton
    DeadLetters deadLetters() {
        return new DeadLetters(DEAD_LETTER_TOPICS);
    }

    @Produces
    @Singleton
    DeadLetterWatcher deadLetterWatcher(
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
            DeadLetters deadLetters,
            MonitorMetrics metrics) {
        return new DeadLetterWatcher(
                bootstrapServers, DEAD_LETTER_TOPICS, deadLetters, () -> metrics.countDeadLetters(deadLetters));
    }

    @Produces
    @Singleton
    MonitorMetrics metrics(MeterRegistry registry, CollapsePolicy policy) {
        return new MonitorMetrics(registry, policy);
    }

    @Produces
    @Singleton
    VersionHistory history() {
        return new VersionHistory(Clock.systemUTC());
    }

    @Produces
    @Singleton
    CanaryWatch canaries() {
        return new CanaryWatch();
    }

    @Produces
    @Singleton
    Topology topology(
            CollapsePolicy policy,
            StudyPolicy studyPolicy,
            KafkaPolicy kafkaPolicy,
            MonitorMetrics metrics,
            VersionHistory history,
            CanaryWatch canaries,
            NoticeTopology notices) {
        return new WatchTopology(
                        policy,
                        studyPolicy,
                        kafkaPolicy,
                        new WatchListeners(List.of(metrics, history)),
                        canaries,
                        notices)
                .build();
    }

    @Produces
    @Singleton
    StreamsUncaughtExceptionHandler uncaughtExceptionHandler() {
        return e -> {
            LOG.error("a stream thread died and is replaced; its records are taken up again", e);
            return StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
        };
    }

    @Produces
    @Singleton
    WatchedVersions watchedVersions(KafkaStreams streams, CollapsePolicy policy) {
        return new StoredVersions(streams, new WatchedVersionCodec(policy));
    }
}

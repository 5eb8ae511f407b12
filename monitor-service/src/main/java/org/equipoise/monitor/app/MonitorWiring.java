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
import org.equipoise.monitor.kafka.ConsumerLag;
import org.equipoise.monitor.kafka.DeadLetterWatcher;
import org.equipoise.monitor.kafka.FollowedTopics;
import org.equipoise.monitor.kafka.KafkaPolicy;
import org.equipoise.monitor.kafka.LastResort;
import org.equipoise.monitor.kafka.NoticeTopology;
import org.equipoise.monitor.kafka.StoredVersions;
import org.equipoise.monitor.kafka.WatchTopology;
import org.equipoise.monitor.lag.LagPolicy;
import org.equipoise.monitor.metrics.LagMetrics;
import org.equipoise.monitor.metrics.MonitorMetrics;
import org.equipoise.monitor.rhythm.RhythmPolicy;
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
    FollowedTopics followedTopics(
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
            LastResort lastResort,
            Clock clock) {
        return new FollowedTopics(bootstrapServers, lastResort, clock);
    }

    @Produces
    @Singleton
    ConsumerLag consumerLag(
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers, LagPolicy policy) {
        return new ConsumerLag(bootstrapServers, policy.checked().groups());
    }

    @Produces
    @Singleton
    LagMetrics lagMetrics(MeterRegistry registry) {
        return new LagMetrics(registry);
    }

    @Produces
    @Singleton
    MonitorMetrics metrics(MeterRegistry registry, CollapsePolicy policy, RhythmPolicy rhythmPolicy, Clock clock) {
        return new MonitorMetrics(registry, policy, rhythmPolicy, clock);
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
            NoticeTopology notices,
            LastResort lastResort) {
        return new WatchTopology(
                        policy,
                        studyPolicy,
                        kafkaPolicy,
                        new WatchListeners(List.of(metrics, history)),
                        canaries,
                        notices,
                        lastResort)
                .build();
    }

    @Produces
    @Singleton
    LastResort lastResort(MonitorMetrics metrics) {
        metrics.reads(WatchTopology.TOPICS);
        metrics.reads(FollowedTopics.TOPICS);
        return new LastResort(metrics::unforeseen);
    }

    @Produces
    @Singleton
    StreamsUncaughtExceptionHandler uncaughtExceptionHandler(LastResort lastResort) {
        return e -> {
            lastResort.died(Thread.currentThread(), e);
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

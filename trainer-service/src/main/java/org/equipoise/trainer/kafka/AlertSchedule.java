package org.equipoise.trainer.kafka;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.StartupEvent;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.messaging.TopicFollower;
import org.equipoise.common.messaging.Topics;
import org.equipoise.trainer.diagnosis.AlertDiagnosis;
import org.jspecify.annotations.Nullable;

/** Whoever serves seeks what lies behind the alerts about it. */
@ApplicationScoped
class AlertSchedule {

    /** After a failure to hear of alerts, or an outage. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final FollowedRecords records;
    private final AlertDiagnosis diagnosis;
    private final Clock clock;
    private @Nullable TopicFollower alerts;

    AlertSchedule(FollowedRecords records, AlertDiagnosis diagnosis, Clock clock) {
        this.records = records;
        this.diagnosis = diagnosis;
        this.clock = clock;
    }

    void start(
            @Observes StartupEvent event,
            @ConfigProperty(name = "equipoise.trainer.role.score") boolean scores,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        if (scores) {
            var follower = new TopicFollower(
                    "alert-diagnosis",
                    bootstrapServers,
                    List.of(Topics.ALERTS_CHANGED, Topics.DIAGNOSES_MADE),
                    PAUSE,
                    new AlertedVersions(records, diagnosis::explain, clock));
            follower.start();
            alerts = follower;
        }
    }

    @PreDestroy
    void stop() {
        TopicFollower follower = alerts;
        if (follower != null) {
            follower.close();
        }
    }
}

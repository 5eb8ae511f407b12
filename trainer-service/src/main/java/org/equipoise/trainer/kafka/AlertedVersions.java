package org.equipoise.trainer.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.DiagnosisMade;
import org.equipoise.common.messaging.TopicFollower;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.equipoise.trainer.classifier.UnusableModelException;
import org.equipoise.trainer.diagnosis.AlertDiagnosis;
import org.jboss.logging.Logger;

/**
 * Has each alert that names the model or its preprocessing explained once while it fires, whoever was away when it
 * began: {@code alerts.changed} keeps the last word about each, and {@code diagnoses.made} what was explained. An
 * outage is waited for.
 */
final class AlertedVersions implements TopicFollower.Reading {

    private static final Logger LOG = Logger.getLogger(AlertedVersions.class);
    private static final Duration POLL = Duration.ofSeconds(2);

    private final FollowedRecords records;
    private final Function<AlertChanged, Optional<String>> explanation;
    private final InstantSource clock;
    private final Map<String, AlertChanged> firing = new HashMap<>();

    /** When an alert was explained last. */
    private final Map<String, Instant> explained = new HashMap<>();

    /** @param explanation says why an alert could not be explained; empty where it was */
    AlertedVersions(
            FollowedRecords records, Function<AlertChanged, Optional<String>> explanation, InstantSource clock) {
        this.records = records;
        this.explanation = explanation;
        this.clock = clock;
    }

    @Override
    public void opened(TopicReader reader) {
        reader.readToEnd(this::heard);
    }

    @Override
    public void read(TopicReader reader) {
        explain();
        reader.poll(POLL, this::heard);
    }

    /** What fires and was not explained. */
    void explain() {
        for (AlertChanged alert : List.copyOf(firing.values())) {
            if (!isExplained(alert)) {
                explain(alert);
            }
            firing.remove(alert.alertId());
        }
    }

    @Override
    public void failed(RuntimeException cause) {
        LOG.warn("what lies behind alerts cannot be sought at present", cause);
    }

    void heard(ConsumerRecord<String, byte[]> record) {
        if (record.topic().equals(Topics.DIAGNOSES_MADE)) {
            records.take(record, DiagnosisMade.class, this::made);
        } else {
            records.take(record, AlertChanged.class, this::changed);
        }
    }

    private void made(DiagnosisMade made) {
        String alertId = made.alertId();
        if (alertId != null) {
            explained(alertId, made.diagnosedAt());
        }
    }

    private void explained(String alertId, Instant at) {
        explained.merge(alertId, at, (known, given) -> given.isAfter(known) ? given : known);
    }

    private void changed(AlertChanged alert) {
        if (AlertDiagnosis.concerns(alert)) {
            firing.put(alert.alertId(), alert);
        } else {
            firing.remove(alert.alertId());
        }
    }

    /** The same trouble keeps its id: what was found out before it began this time was about another time. */
    private boolean isExplained(AlertChanged alert) {
        Instant at = explained.get(alert.alertId());
        return at != null && !at.isBefore(alert.since());
    }

    private void explain(AlertChanged alert) {
        try {
            explanation
                    .apply(alert)
                    .ifPresent(why -> LOG.warnf("no difference was sought; alert=%s: %s", alert.alertId(), why));
        } catch (UnusableModelException e) {
            LOG.warnf("no difference was sought; alert=%s: %s", alert.alertId(), e.getMessage());
        } catch (RuntimeException e) {
            if (Outages.isOutage(e)) {
                throw e;
            }
            LOG.errorf(e, "no difference was sought; alert=%s", alert.alertId());
        }
        explained(alert.alertId(), clock.instant());
    }
}

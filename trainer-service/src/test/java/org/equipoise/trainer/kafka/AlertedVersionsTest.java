package org.equipoise.trainer.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertChanged.Cause;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.common.events.DiagnosisMade;
import org.equipoise.common.events.EventExamples;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.storage.StorageException;
import org.equipoise.trainer.metrics.TrainerMetrics;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AlertedVersionsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final Instant EARLIER = NOW.minusSeconds(600);
    private static final Instant LONG_AGO = NOW.minusSeconds(86_400);

    private final List<String> explained = new ArrayList<>();
    private boolean down;
    private final AlertedVersions alerted = new AlertedVersions(
            new FollowedRecords(new TrainerMetrics(new SimpleMeterRegistry()), Clock.fixed(NOW, ZoneOffset.UTC)),
            alert -> {
                if (down) {
                    throw new StorageException("down", null);
                }
                explained.add(alert.alertId());
                return Optional.empty();
            },
            () -> NOW);

    @Test
    void anAlertIsExplainedOnceWhileItGoesOnFiring() {
        alert("a", State.FIRING, Cause.PREPROCESSING, EARLIER);
        alert("a", State.FIRING, Cause.MODEL, EARLIER);
        alerted.explain();
        alert("a", State.FIRING, Cause.PREPROCESSING, EARLIER);
        alerted.explain();

        assertThat(explained).containsExactly("a");
    }

    @Test
    void oneThatNamesAnotherCauseOrDoesNotFireIsNot() {
        alert("input", State.FIRING, Cause.INPUT, EARLIER);
        alert("population", State.FIRING, Cause.POPULATION, EARLIER);
        alert("unknown", State.FIRING, Cause.UNKNOWN, EARLIER);
        alert("pending", State.PENDING, Cause.MODEL, EARLIER);
        alert("over", State.FIRING, Cause.MODEL, EARLIER);
        alert("over", State.RESOLVED, Cause.MODEL, EARLIER);
        alerted.explain();

        assertThat(explained).isEmpty();
    }

    /** Whoever starts reads both topics from their beginnings, in any order. */
    @Test
    void whatWasExplainedBeforeThisProcessBeganIsNotExplainedAgainButTheNextTroubleOfTheSameIdIs() {
        alert("known", State.FIRING, Cause.MODEL, EARLIER);
        made("known", EARLIER.plusSeconds(60));
        made("again", LONG_AGO);
        alert("again", State.FIRING, Cause.MODEL, EARLIER);
        alerted.explain();

        assertThat(explained).containsExactly("again");
    }

    @Test
    void anOutageIsWaitedForAndNothingElseIsTriedAgain() {
        down = true;
        alert("a", State.FIRING, Cause.MODEL, EARLIER);
        assertThatThrownBy(alerted::explain).isInstanceOf(StorageException.class);
        down = false;
        alerted.explain();

        assertThat(explained).containsExactly("a");
    }

    @Test
    void whatIsNoEventStopsNothing() {
        alerted.heard(new ConsumerRecord<>(Topics.ALERTS_CHANGED, 0, 1, "x", "{".getBytes(StandardCharsets.UTF_8)));
        alerted.heard(new ConsumerRecord<>(Topics.DIAGNOSES_MADE, 0, 1, "x", "{".getBytes(StandardCharsets.UTF_8)));
        alert("a", State.FIRING, Cause.MODEL, EARLIER);
        alerted.explain();

        assertThat(explained).containsExactly("a");
    }

    private void alert(String id, State state, Cause cause, Instant since) {
        AlertChanged given = EventExamples.alertChanged();
        var alert = new AlertChanged(
                        id,
                        given.model(),
                        given.modelVersion(),
                        given.kind(),
                        state,
                        given.className(),
                        given.classIndex(),
                        given.share(),
                        given.healthyShare(),
                        given.odds(),
                        given.predictionsSeen(),
                        given.predictionsInvolved(),
                        given.summary(),
                        since,
                        NOW)
                .explained(cause, List.of("a test"), 100, NOW);
        alerted.heard(new ConsumerRecord<>(Topics.ALERTS_CHANGED, 0, 1, id, EventCodec.write(alert)));
    }

    private void made(String alertId, Instant at) {
        DiagnosisMade given = EventExamples.diagnosisMade();
        var made = new DiagnosisMade(
                given.diagnosisId(),
                given.model(),
                given.version(),
                given.runId(),
                given.condition(),
                given.sentence(),
                given.causes(),
                given.proof(),
                given.cardKey(),
                at,
                alertId,
                null);
        alerted.heard(new ConsumerRecord<>(Topics.DIAGNOSES_MADE, 0, 1, given.model(), EventCodec.write(made)));
    }
}

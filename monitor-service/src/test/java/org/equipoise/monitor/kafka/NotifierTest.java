package org.equipoise.monitor.kafka;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertChanged.Cause;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.monitor.notice.NoticeBacklog;
import org.equipoise.monitor.notice.Receiver;
import org.equipoise.monitor.watch.Fixtures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class NotifierTest {

    private static final AlertChanged FIRING = Fixtures.alert(State.FIRING, 400, Cause.UNKNOWN);
    private static final AlertChanged RESOLVED = Fixtures.alert(State.RESOLVED, 900, null);

    @TempDir
    private Path directory;

    /** Takes what it is told, unless it is down, or has not answered yet. */
    private static final class ScriptedReceiver implements Receiver {
        private final List<AlertChanged> told = new ArrayList<>();
        private boolean down;
        private boolean slow;

        @Override
        public CompletionStage<Void> tell(AlertChanged change) {
            told.add(change);
            if (slow) {
                return new CompletableFuture<>();
            }
            return down
                    ? CompletableFuture.failedFuture(new IOException("it answered 503"))
                    : CompletableFuture.completedFuture(null);
        }
    }

    private final ScriptedReceiver receiver = new ScriptedReceiver();
    private final NoticeBacklog backlog = new NoticeBacklog(Clock.systemUTC());
    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> alerts;
    private TestInputTopic<String, byte[]> silences;
    private TestOutputTopic<String, byte[]> deadLetters;

    @BeforeEach
    void open() {
        var builder = new StreamsBuilder();
        new NoticeTopology(receiver, backlog).addTo(builder, false, new LastResort(topic -> {}));
        driver = DrivenTopology.open(builder.build(), directory);
        alerts = input("alerts.changed");
        silences = input("alerts.silenced");
        deadLetters = DrivenTopology.output(driver, "alerts.changed.dlq");
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void eachChangeIsToldOnce() {
        change(FIRING);
        seconds(5);
        change(RESOLVED);
        seconds(5);

        assertThat(receiver.told).containsExactly(FIRING, RESOLVED);
        assertThat(backlog.deliveries()).isEqualTo(2);
        assertThat(backlog.oldestSeconds()).isZero();
        assertThat(stored()).isZero();
    }

    @Test
    void whatIsNotTakenIsTriedAgainAfterOneTwoAndFourSeconds() {
        receiver.down = true;
        change(FIRING);
        seconds(12);
        int attempts = receiver.told.size();
        receiver.down = false;
        seconds(10);

        // At 1, at 2 its answer and a pause of 1, and so on: an answer is looked at a second after it came.
        assertThat(attempts).isEqualTo(4);
        assertThat(receiver.told).hasSize(5).containsOnly(FIRING);
        assertThat(backlog.failures()).isEqualTo(4);
        assertThat(backlog.deliveries()).isEqualTo(1);
    }

    @Test
    void whoHasNotAnsweredYetIsNotToldAgain() {
        receiver.slow = true;
        change(FIRING);
        seconds(30);

        assertThat(receiver.told).containsExactly(FIRING);
    }

    @Test
    void aSilencedAlertIsToldWhenTheSilenceIsOver() {
        silences.pipeInput("silence-10", EventCodec.write(Fixtures.silence(null, 10)));
        change(FIRING);
        seconds(30);
        int inSilence = receiver.told.size();
        double waiting = backlog.oldestSeconds();
        driver.advanceWallClockTime(Duration.ofMinutes(10));
        seconds(2);

        assertThat(inSilence).isZero();
        assertThat(waiting).isZero();
        assertThat(receiver.told).containsExactly(FIRING);
    }

    @Test
    void whatIsNoAlertIsADeadLetter() {
        alerts.pipeInput("nodules/v1/collapse/none", "{}".getBytes(StandardCharsets.UTF_8));
        change(FIRING);
        seconds(2);

        assertThat(deadLetters.readRecordsToList())
                .singleElement()
                .satisfies(letter -> assertThat(new String(
                                letter.headers()
                                        .lastHeader("dead-letter-reason")
                                        .value(),
                                StandardCharsets.UTF_8))
                        .contains("AlertChanged"));
        assertThat(receiver.told).containsExactly(FIRING);
    }

    @Test
    void anEndThatNobodyTookForADayIsADeadLetter() {
        receiver.down = true;
        change(FIRING);
        change(RESOLVED);
        for (int hour = 0; hour <= 24; hour++) {
            driver.advanceWallClockTime(Duration.ofHours(1));
        }

        assertThat(deadLetters.readValuesToList()).containsExactly(EventCodec.write(RESOLVED));
        assertThat(stored()).isZero();
    }

    private TestInputTopic<String, byte[]> input(String topic) {
        return DrivenTopology.input(driver, topic);
    }

    private void change(AlertChanged change) {
        alerts.pipeInput(change.alertId(), EventCodec.write(change));
    }

    private void seconds(int seconds) {
        for (int i = 0; i < seconds; i++) {
            driver.advanceWallClockTime(Duration.ofSeconds(1));
        }
    }

    private int stored() {
        int stored = 0;
        try (var all =
                driver.<String, byte[]>getKeyValueStore(WatchStores.NOTICES).all()) {
            while (all.hasNext()) {
                all.next();
                stored++;
            }
        }
        return stored;
    }
}

package org.equipoise.monitor.kafka;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertChanged.Cause;
import org.equipoise.common.events.AlertChanged.Kind;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Outcome;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.monitor.attribution.Attribution;
import org.equipoise.monitor.canary.CanaryVerdict.Finding;
import org.equipoise.monitor.canary.CanaryWatch;
import org.equipoise.monitor.notice.NoticeBacklog;
import org.equipoise.monitor.watch.Condition;
import org.equipoise.monitor.watch.Fixtures;
import org.equipoise.monitor.watch.WatchedVersion;
import org.equipoise.monitor.watch.WatchedVersionCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** {@code canaries.replayed} as the watcher hears it. */
class CanaryTopologyTest {

    private static final Instant START = Fixtures.START;

    @TempDir
    private Path directory;

    private final CanaryWatch watch = new CanaryWatch();
    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> predictions;
    private TestInputTopic<String, byte[]> replays;

    @BeforeEach
    void open() {
        var topology = new WatchTopology(
                Fixtures.POLICY,
                Fixtures.STUDIES,
                Fixtures.kafka(true),
                new RecordingListener(),
                watch,
                new NoticeTopology(null, new NoticeBacklog(Clock.systemUTC())),
                new LastResort(topic -> {}));
        driver = DrivenTopology.open(topology.build(false), directory);
        predictions = topic("predictions.made");
        replays = topic("canaries.replayed");
        topic("models.decided").pipeInput("nodules", EventCodec.write(Fixtures.promotion("v1")));
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void aCollapseWhoseCanariesAreSickIsTheModels() {
        collapse();
        replay("scorer-1", 0.0, 0);
        replay("scorer-2", 0.4, 1);
        replay("scorer-1", 0.0, 2);

        Attribution attribution = requireNonNull(version().attribution());

        assertThat(attribution.cause()).isEqualTo(Cause.MODEL);
        assertThat(watch.of("nodules"))
                .extracting(seen -> seen.verdict().finding())
                .containsExactly(Finding.SOUND, Finding.MODEL);
    }

    @Test
    void anAlertIsToldAgainWhenItIsExplainedAndNotWhenItIsExplainedInTheSameWay() throws MalformedEventException {
        var alerts = DrivenTopology.output(driver, "alerts.changed");
        collapse();
        List<AlertChanged> before = read(alerts);
        replay("scorer-1", 0.4, 1);
        replay("scorer-1", 0.4, 2);

        AlertChanged fired = before.get(before.size() - 1);
        assertThat(fired.state()).isEqualTo(State.FIRING);
        assertThat(fired.cause()).isEqualTo(Cause.UNKNOWN);
        assertThat(read(alerts)).singleElement().satisfies(told -> {
            assertThat(told.cause()).isEqualTo(Cause.MODEL);
            assertThat(told.evidence()).first().asString().startsWith("Canaries: ");
            assertThat(told.summary()).isEqualTo(fired.summary());
            assertThat(told.changeId()).isNotEqualTo(fired.changeId());
        });
    }

    @Test
    void anAlertIsToldAgainWhenMoreImagesExplainItAndOfTheInputItIsOverOnlyByHealthyAnswers()
            throws MalformedEventException {
        var alerts = DrivenTopology.output(driver, "alerts.changed");
        for (int n = 0; n < 300; n++) {
            pipe(Fixtures.grey(100 + n % 7, Fixtures.prediction("v1", "healthy-" + n, "i", 1, n % 10 == 0 ? 1 : 0)));
        }
        for (int n = 0; n < 30; n++) {
            pipe(Fixtures.prediction("v1", "unseen-" + n, "i", 1, 1));
        }
        replay("scorer-1", 0.0, 1);
        List<AlertChanged> before = read(alerts);

        for (int n = 0; n < 200; n++) {
            pipe(Fixtures.grey(180 + n % 7, Fixtures.prediction("v1", "bright-" + n, "i", 1, 1)));
        }
        List<AlertChanged> told = read(alerts);
        hold();
        topic("models.decided").pipeInput("nodules", EventCodec.write(Fixtures.promotion("v2")));
        List<AlertChanged> decided = read(alerts);
        for (int n = 0; n < 200; n++) {
            pipe(Fixtures.prediction("v2", "repaired-" + n, "i", 1, n % 10 == 0 ? 1 : 0));
        }

        assertThat(before)
                .extracting(AlertChanged::cause)
                .contains(Cause.UNKNOWN)
                .doesNotContain(Cause.INPUT);
        assertThat(told)
                .filteredOn(alert -> alert.kind() == Kind.COLLAPSE)
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.state()).isEqualTo(State.FIRING);
                    assertThat(alert.cause()).isEqualTo(Cause.INPUT);
                    assertThat(alert.predictionsSeen()).isLessThan(500);
                });
        assertThat(decided)
                .as("neither a hold nor a promotion shows that the input is repaired")
                .isEmpty();
        assertThat(read(alerts))
                .filteredOn(alert -> alert.kind() == Kind.COLLAPSE)
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.state()).isEqualTo(State.RESOLVED);
                    assertThat(alert.modelVersion()).isEqualTo("v1");
                    assertThat(alert.summary()).contains("its share is healthy again");
                    assertThat(alert.cause()).isEqualTo(Cause.INPUT);
                    assertThat(alert.evidence()).anyMatch(line -> line.contains("grey"));
                });
    }

    @Test
    void aVersionThatIsHeldHasNoAlertsAnyMore() throws MalformedEventException {
        var alerts = DrivenTopology.output(driver, "alerts.changed");
        collapse();
        read(alerts);

        hold();

        assertThat(read(alerts)).extracting(AlertChanged::state).containsOnly(State.RESOLVED);
        assertThat(version().condition()).isEqualTo(Condition.SUPERSEDED);
    }

    private void hold() {
        topic("models.decided")
                .pipeInput(
                        "nodules",
                        EventCodec.write(new ModelDecided(
                                "nodules", "v1", "run-1", Outcome.HELD, List.of(), null, START, "it is sick")));
    }

    private void pipe(PredictionMade prediction) {
        predictions.pipeInput("nodules", EventCodec.write(prediction));
    }

    private static List<AlertChanged> read(TestOutputTopic<String, byte[]> alerts) throws MalformedEventException {
        return DrivenTopology.alerts(alerts);
    }

    /** Three turns of ten minutes without a word of the sick one: its process is gone. */
    @Test
    void anInstanceThatIsGoneNoLongerMakesTheVersionSick() {
        collapse();
        replay("scorer-2", 0.4, 1);
        replay("scorer-1", 0.0, 31);
        boolean inTime = requireNonNull(version().canaries()).sick();

        replay("scorer-1", 0.0, 32);

        assertThat(inTime).isTrue();
        assertThat(requireNonNull(version().canaries()).sick()).isFalse();
    }

    @Test
    void aReplayThatBreaksARuleIsADeadLetterAndTheNextOneCounts() {
        collapse();
        replays.pipeInput("nodules", "{\"model\": \"nodules\"}".getBytes(StandardCharsets.UTF_8));
        replay("scorer-1", 0.0, 1);

        var letters = DrivenTopology.output(driver, "canaries.replayed.dlq");

        assertThat(letters.readRecordsToList()).hasSize(1);
        assertThat(requireNonNull(version().canaries()).finding()).isEqualTo(Finding.SOUND);
    }

    private TestInputTopic<String, byte[]> topic(String name) {
        return DrivenTopology.input(driver, name);
    }

    private void collapse() {
        for (int n = 0; n < 300; n++) {
            pipe(Fixtures.prediction("v1", "s" + n, "i", 1, n < 50 && n % 8 == 0 ? 1 : 0));
        }
        assertThat(version().attribution()).isNotNull();
    }

    private void replay(String instance, double difference, int minute) {
        Instant at = START.plus(Duration.ofMinutes(minute));
        replays.pipeInput("nodules", EventCodec.write(Fixtures.replay("v1", instance, difference, at)));
    }

    private WatchedVersion version() {
        byte[] stored = requireNonNull(
                driver.<String, byte[]>getKeyValueStore("versions").get("nodules/v1"));
        return new WatchedVersionCodec(Fixtures.POLICY).read(stored);
    }
}

package org.equipoise.monitor.kafka;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.test.TestRecord;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.monitor.kafka.DrivenTopology.Watcher;
import org.equipoise.monitor.watch.Condition;
import org.equipoise.monitor.watch.Fixtures;
import org.equipoise.monitor.watch.WatchedVersion;
import org.equipoise.monitor.watch.WatchedVersionCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class WatchTopologyTest {

    @TempDir
    private Path directory;

    private final RecordingListener listener = new RecordingListener();
    private Watcher watcher;

    @BeforeEach
    void open() {
        open(true);
    }

    private void open(boolean direct) {
        watcher = DrivenTopology.watcher(directory, direct, listener);
    }

    @AfterEach
    void close() {
        watcher.close();
    }

    @Test
    void aCollapseGoesFromPendingToFiringOnceAndSaysWhatItIs() throws MalformedEventException {
        promote("v1");
        for (int n = 0; n < 300; n++) {
            predict("v1", "healthy-" + n, 1, n % 10 == 9 ? 1 : n % 25 == 0 ? 2 : 0);
        }

        for (int n = 0; n < 400; n++) {
            predict("v1", "broken-" + n, 1, 0);
        }

        List<AlertChanged> changes = alerts();
        assertThat(changes).extracting(AlertChanged::state).containsExactly(State.PENDING, State.FIRING);
        AlertChanged firing = changes.get(1);
        assertThat(firing.alertId()).isEqualTo("nodules/v1/collapse/none");
        assertThat(firing.odds()).isGreaterThanOrEqualTo(1e6);
        assertThat(firing.share()).isGreaterThan(.97);
        assertThat(firing.predictionsSeen()).isBetween(390L, 450L);
        assertThat(firing.predictionsInvolved()).isLessThan(firing.predictionsSeen());
        assertThat(firing.summary()).contains("\"none\"", "87 % (at most 90 %)", "nodules/v1");
        assertThat(version("v1").condition()).isEqualTo(Condition.COLLAPSED);
    }

    @Test
    void aRedeliveredPredictionChangesNothing() {
        promote("v1");
        predict("v1", "s1", 2, 0);
        predict("v1", "s2", 1, 1);
        byte[] before = stored("v1");

        watcher.driver().advanceWallClockTime(Duration.ofSeconds(1));
        pipe("v1", "s1", "s1-image-0", 2, 0);
        pipe("v1", "s2", "s2-image-0", 1, 1);

        assertThat(stored("v1")).isEqualTo(before);
        assertThat(listener.duplicates).isEqualTo(2);
    }

    @Test
    void aStudyThatGrewBeyondItsOneImageIsTestedOnceAndItsImagesCountOnce() {
        promote("v1");
        pipe("v1", "s", "a", 1, 0);
        pipe("v1", "s", "b", 1, 1);
        pipe("v1", "s", "c", 3, 1);
        byte[] before = stored("v1");

        for (String image : List.of("a", "b", "c")) {
            pipe("v1", "s", image, 1, 0);
            pipe("v1", "s", image, 3, 0);
        }

        assertThat(stored("v1")).isEqualTo(before);
        assertThat(listener.duplicates).isEqualTo(6);
        assertThat(version("v1").predictions()).isEqualTo(3);
        assertThat(version("v1").studies()).isEqualTo(1);
    }

    @Test
    void anImageThatSaysItIsAloneWaitsWithTheStudyThatIsOpen() {
        promote("v1");
        pipe("v1", "s", "a", 3, 0);
        pipe("v1", "s", "b", 1, 0);
        pipe("v1", "s", "b", 1, 0);
        long before = version("v1").studies();
        pipe("v1", "s", "c", 3, 0);

        assertThat(before).isZero();
        assertThat(listener.duplicates).isEqualTo(1);
        assertThat(version("v1").predictions()).isEqualTo(3);
        assertThat(version("v1").studies()).isEqualTo(1);
    }

    /** The driver has one partition, 0. Some of these models are at home there, the others take the way round. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aModelIsWatchedWhereverItsPredictionsLie(boolean direct) {
        watcher.close();
        open(direct);
        var places = new ModelPlaces(3);
        for (int m = 0; m < 20; m++) {
            var prediction = Fixtures.prediction("v1", "s", "i", 1, 0);
            watcher.predictions().pipeInput("any key", EventCodec.write(Fixtures.of("model-" + m, prediction)));
        }

        for (int m = 0; m < 20; m++) {
            assertThat(watcher.stored("model-" + m + "/v1"))
                    .as("model-%d, at home in %d", m, places.of("model-" + m))
                    .isNotEmpty();
        }
    }

    @Test
    void imagesOfInterleavedStudiesAreKeptApart() {
        promote("v1");

        pipe("v1", "a", "a1", 2, 0);
        pipe("v1", "b", "b1", 2, 1);
        long afterHalves = version("v1").studies();
        pipe("v1", "b", "b2", 2, 1);
        pipe("v1", "a", "a2", 2, 0);

        assertThat(afterHalves).isZero();
        assertThat(version("v1").studies()).isEqualTo(2);
        assertThat(version("v1").recentShare(0)).isEqualTo(.5);
        assertThat(version("v1").recentShare(1)).isEqualTo(.5);
        assertThat(version("v1").predictions()).isEqualTo(4);
    }

    @Test
    void anIncompleteStudyCountsAfterItsTimeAndLateImagesDoNotCountTwice() {
        promote("v1");
        pipe("v1", "a", "a1", 3, 0);
        pipe("v1", "a", "a2", 3, 1);

        watcher.driver().advanceWallClockTime(Duration.ofSeconds(29));
        long tooEarly = version("v1").studies();
        watcher.driver().advanceWallClockTime(Duration.ofSeconds(2));
        long inTime = version("v1").studies();
        pipe("v1", "a", "a3", 3, 1);
        watcher.driver().advanceWallClockTime(Duration.ofSeconds(60));

        assertThat(tooEarly).isZero();
        assertThat(inTime).isEqualTo(1);
        assertThat(version("v1").studies()).isEqualTo(1);
        assertThat(version("v1").recentShare(0)).isEqualTo(.5);
        assertThat(version("v1").predictions()).isEqualTo(3);
    }

    @Test
    void malformedRecordsGoToTheirDeadLetterTopicAndTheFlowGoesOn() {
        watcher.predictions().pipeInput("key", "{\"model\":".getBytes(StandardCharsets.UTF_8));
        watcher.decisions().pipeInput("key", "[]".getBytes(StandardCharsets.UTF_8));
        promote("v1");
        predict("v1", "s1", 1, 0);

        TestRecord<String, byte[]> letter = deadLetters("predictions.made.dlq").readRecord();
        assertThat(letter.key()).isEqualTo("key");
        assertThat(letter.value()).asString(StandardCharsets.UTF_8).isEqualTo("{\"model\":");
        assertThat(header(letter, "dead-letter-reason")).startsWith("not a valid PredictionMade");
        assertThat(header(letter, "dead-letter-topic")).isEqualTo("predictions.made");
        assertThat(header(deadLetters("models.decided.dlq").readRecord(), "dead-letter-reason"))
                .startsWith("not a valid ModelDecided");
        assertThat(version("v1").predictions()).isEqualTo(1);
    }

    @Test
    void predictionsWithOtherLabelsAreDeadLetters() {
        predict("v1", "s1", 1, 0);
        watcher.predictions()
                .pipeInput(
                        "nodules",
                        EventCodec.write(Fixtures.prediction("v1", "s2", "i", 1, 0, List.of("cat", "dog", "cow"))));

        TestRecord<String, byte[]> letter = deadLetters("predictions.made.dlq").readRecord();

        assertThat(header(letter, "dead-letter-reason"))
                .isEqualTo("its 3 labels are not the 3 that nodules/v1 answered with before");
        assertThat(version("v1").predictions()).isEqualTo(1);
    }

    /** Decision and predictions of an outside model that were published in one go: predictions are read first. */
    @Test
    void whatCameBeforeTheReferenceIsTestedAsSoonAsItIsThere() throws MalformedEventException {
        for (int n = 0; n < 500; n++) {
            predict("v1", "before-" + n, 1, 0);
        }
        Condition untested = version("v1").condition();

        promote("v1");

        assertThat(untested).isEqualTo(Condition.NO_REFERENCE);
        assertThat(version("v1").condition()).isEqualTo(Condition.COLLAPSED);
        List<AlertChanged> changes = alerts();
        assertThat(changes).extracting(AlertChanged::state).containsExactly(State.PENDING, State.FIRING);
        assertThat(changes.get(1).predictionsSeen()).isEqualTo(500);
        assertThat(changes.get(1).predictionsInvolved()).isLessThan(250);
    }

    @Test
    void aHealthyVersionIsHealthyAsSoonAsItsReferenceIsThereAndTheTestsGoOn() throws MalformedEventException {
        for (int n = 0; n < 500; n++) {
            predict("v1", "before-" + n, 1, n % 10 == 9 ? 1 : n % 25 == 0 ? 2 : 0);
        }
        promote("v1");
        Condition tested = version("v1").condition();
        for (int n = 0; n < 250; n++) {
            predict("v1", "after-" + n, 1, 0);
        }

        assertThat(tested).isEqualTo(Condition.HEALTHY);
        assertThat(alerts()).extracting(AlertChanged::state).containsExactly(State.PENDING, State.FIRING);
        assertThat(version("v1").health())
                .satisfies(health -> assertThat(health.studies()).isEqualTo(750));
    }

    @Test
    void anotherVersionClosesTheAlertsAndWhoComesBackIsAsSickAsItLeft() throws MalformedEventException {
        promote("v1");
        for (int n = 0; n < 250; n++) {
            predict("v1", "s-" + n, 1, 0);
        }

        promote("v2");
        Condition replaced = version("v1").condition();
        promote("v1");

        List<AlertChanged> changes = alerts();
        assertThat(changes)
                .extracting(AlertChanged::state)
                .containsExactly(State.PENDING, State.FIRING, State.RESOLVED, State.FIRING);
        assertThat(changes.get(2).summary()).contains("this version no longer serves");
        assertThat(replaced).isEqualTo(Condition.SUPERSEDED);
        assertThat(version("v1").condition()).isEqualTo(Condition.COLLAPSED);
        assertThat(version("v1").predictions()).isEqualTo(250);
    }

    @Test
    void theStateAndTheListenerSurviveARestart() throws IOException {
        promote("v1");
        for (int n = 0; n < 80; n++) {
            predict("v1", "s-" + n, 1, 0);
        }
        watcher.driver().advanceWallClockTime(Duration.ofSeconds(1));
        byte[] before = stored("v1");
        var codec = new WatchedVersionCodec(Fixtures.POLICY);

        WatchedVersion again = codec.read(before);

        assertThat(codec.write(again)).isEqualTo(before);
        assertThat(listener.last).isNotNull();
        assertThat(codec.write(listener.last)).isEqualTo(before);
    }

    private void promote(String version) {
        watcher.decisions().pipeInput("nodules", EventCodec.write(Fixtures.promotion(version)));
    }

    private void predict(String version, String study, int images, int answer) {
        for (int i = 0; i < images; i++) {
            pipe(version, study, study + "-image-" + i, images, answer);
        }
    }

    private void pipe(String version, String study, String image, int images, int answer) {
        watcher.predictions()
                .pipeInput("nodules", EventCodec.write(Fixtures.prediction(version, study, image, images, answer)));
    }

    private byte[] stored(String version) {
        return watcher.stored("nodules/" + version);
    }

    private WatchedVersion version(String version) {
        return new WatchedVersionCodec(Fixtures.POLICY).read(stored(version));
    }

    private List<AlertChanged> alerts() throws MalformedEventException {
        return DrivenTopology.alerts(watcher.alerts());
    }

    private TestOutputTopic<String, byte[]> deadLetters(String topic) {
        return DrivenTopology.output(watcher.driver(), topic);
    }

    private static String header(TestRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}

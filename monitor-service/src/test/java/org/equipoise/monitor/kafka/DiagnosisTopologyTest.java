package org.equipoise.monitor.kafka;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.apache.kafka.streams.TestInputTopic;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertChanged.Cause;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.common.events.DiagnosisMade;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Outcome;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.Topics;
import org.equipoise.monitor.kafka.DrivenTopology.Watcher;
import org.equipoise.monitor.watch.Fixtures;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code diagnoses.made} as the watcher hears it: what was found out about an alert is told with it. */
class DiagnosisTopologyTest {

    private static final String ALERT = "nodules/v1/collapse/none";
    private static final String DIFFERENCE =
            "The model expects [0, 1] and gets [0, 255]: balanced accuracy .50 becomes .91.";

    @TempDir
    private Path directory;

    private Watcher watcher;
    private TestInputTopic<String, byte[]> diagnoses;

    @BeforeEach
    void open() {
        watcher = DrivenTopology.watcher(directory, true, new RecordingListener());
        diagnoses = DrivenTopology.input(watcher.driver(), Topics.DIAGNOSES_MADE);
        decide(Fixtures.promotion("v1"));
    }

    @AfterEach
    void close() {
        watcher.close();
    }

    @Test
    void anAlertThatFiresIsToldOnceMoreWithTheDifferenceThatWasFound() throws MalformedEventException {
        AlertChanged fired = collapse();
        diagnose("d1", ALERT, DIFFERENCE);

        assertThat(alerts()).singleElement().satisfies(told -> {
            assertThat(told.state()).isEqualTo(State.FIRING);
            assertThat(told.diagnosis()).isEqualTo(new AlertChanged.Diagnosis("d1", DIFFERENCE));
            assertThat(told.summary()).isEqualTo(fired.summary());
            assertThat(told.evidence()).isEqualTo(fired.evidence());
            assertThat(told.changeId()).isNotEqualTo(fired.changeId());
            assertThat(told.changedAt()).isAfterOrEqualTo(fired.changedAt());
        });
    }

    /** Who diagnoses hears of alerts that change: what says nothing new must not make it begin again. */
    @Test
    void theSameIsNotToldTwiceAndSomethingElseIs() throws MalformedEventException {
        collapse();
        diagnose("d1", ALERT, DIFFERENCE);
        diagnose("d1", ALERT, DIFFERENCE);
        diagnose("d1", ALERT, "The model expects [0, 1]: balanced accuracy .50 becomes .90.");
        diagnose("d2", ALERT, DIFFERENCE);
        List<AlertChanged> same = alerts();
        diagnose("d3", ALERT, "The images come inverted.");

        assertThat(same).hasSize(1);
        assertThat(alerts())
                .singleElement()
                .satisfies(told -> assertThat(told.diagnosis())
                        .isEqualTo(new AlertChanged.Diagnosis("d3", "The images come inverted.")));
    }

    @Test
    void whatWasFoundStaysWhenTheAlertIsExplainedOtherwiseAndWhenItIsOver() throws MalformedEventException {
        collapse();
        diagnose("d1", ALERT, DIFFERENCE);
        alerts();
        DrivenTopology.input(watcher.driver(), Topics.CANARIES_REPLAYED)
                .pipeInput(
                        "nodules",
                        EventCodec.write(
                                Fixtures.replay("v1", "scorer-1", .4, Fixtures.START.plus(Duration.ofMinutes(1)))));
        List<AlertChanged> explained = alerts();
        decide(new ModelDecided("nodules", "v1", "run-1", Outcome.HELD, List.of(), null, Fixtures.START, "it is sick"));
        List<AlertChanged> over = alerts();

        assertThat(explained).singleElement().satisfies(told -> {
            assertThat(told.cause()).isEqualTo(Cause.MODEL);
            assertThat(sentence(told)).isEqualTo(DIFFERENCE);
        });
        assertThat(over)
                .filteredOn(told -> told.alertId().equals(ALERT))
                .singleElement()
                .satisfies(told -> {
                    assertThat(told.state()).isEqualTo(State.RESOLVED);
                    assertThat(sentence(told)).isEqualTo(DIFFERENCE);
                });
    }

    @Test
    void anAlertThatBeginsAgainKnowsNothingOfWhatWasFoundBefore() throws MalformedEventException {
        collapse();
        diagnose("d1", ALERT, DIFFERENCE);
        for (int n = 0; n < 600; n++) {
            predict("healthy-again-" + n, n % 10 == 9 ? 1 : n % 25 == 0 ? 2 : 0);
        }
        assertThat(alerts()).last().satisfies(told -> {
            assertThat(told.state()).isEqualTo(State.RESOLVED);
            assertThat(sentence(told)).isEqualTo(DIFFERENCE);
        });
        for (int n = 0; n < 600; n++) {
            predict("again-" + n, 0);
        }

        assertThat(alerts())
                .filteredOn(told -> told.alertId().equals(ALERT) && told.state() != State.RESOLVED)
                .isNotEmpty()
                .allSatisfy(told -> assertThat(told.diagnosis()).isNull());
    }

    @Test
    void aDiagnosisOfNoAlertOfAnotherOneOrOfBeforeItBeganChangesNone() throws MalformedEventException {
        AlertChanged fired = collapse();
        diagnose("d1", null, "a run failed");
        diagnose("d2", "nodules/v1/collapse/malignant", DIFFERENCE);
        diagnose("d3", "elsewhere/v1/collapse/none", DIFFERENCE);
        DiagnosisMade late = Fixtures.diagnosis("d4", ALERT, DIFFERENCE, 0);
        send(new DiagnosisMade(
                late.diagnosisId(),
                late.model(),
                late.version(),
                late.runId(),
                late.condition(),
                late.sentence(),
                late.causes(),
                null,
                late.cardKey(),
                fired.since().minusMillis(1),
                ALERT,
                null));

        assertThat(alerts()).isEmpty();
    }

    @Test
    void whatIsNoDiagnosisIsADeadLetterAndTheNextOneCounts() throws MalformedEventException {
        collapse();
        diagnoses.pipeInput("nodules", "{\"model\": \"nodules\"}".getBytes(StandardCharsets.UTF_8));
        diagnose("d1", ALERT, DIFFERENCE);

        assertThat(DrivenTopology.output(watcher.driver(), Topics.deadLetters(Topics.DIAGNOSES_MADE))
                        .readRecordsToList())
                .hasSize(1);
        assertThat(alerts()).hasSize(1);
    }

    private static @Nullable String sentence(AlertChanged alert) {
        AlertChanged.Diagnosis diagnosis = alert.diagnosis();
        return diagnosis == null ? null : diagnosis.sentence();
    }

    /** Answers one class until the alert fires, and returns what was told of it last. */
    private AlertChanged collapse() throws MalformedEventException {
        for (int n = 0; n < 300; n++) {
            predict("healthy-" + n, n % 10 == 9 ? 1 : n % 25 == 0 ? 2 : 0);
        }
        for (int n = 0; n < 400; n++) {
            predict("broken-" + n, 0);
        }
        return alerts().stream()
                .filter(told -> told.alertId().equals(ALERT) && told.state() == State.FIRING)
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    private void predict(String study, int answer) {
        watcher.predictions().pipeInput("nodules", EventCodec.write(Fixtures.prediction("v1", study, "i", 1, answer)));
    }

    private void decide(ModelDecided decision) {
        watcher.decisions().pipeInput("nodules", EventCodec.write(decision));
    }

    private void diagnose(String id, @Nullable String alertId, String sentence) {
        send(Fixtures.diagnosis(id, alertId, sentence, 60));
    }

    private void send(DiagnosisMade diagnosis) {
        diagnoses.pipeInput(diagnosis.model(), EventCodec.write(diagnosis));
    }

    private List<AlertChanged> alerts() throws MalformedEventException {
        return DrivenTopology.alerts(watcher.alerts());
    }
}

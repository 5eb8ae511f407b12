package org.equipoise.local.demo;

import java.time.Instant;
import java.util.List;

import org.equipoise.common.events.ModelDecided.HealthyReference;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DemoTablesTest {

    @Test
    void classCountsStandPerSplitAndInAll() {
        DemoReport report = Samples.report(Samples.collapsed(), "promoted", null);

        assertThat(DemoTables.classCounts(report.dataset()))
                .containsExactly(
                        "class      train  val  test  all    share",
                        "none         600  200   200  1,000  0.870",
                        "benign        60   20    20    100  0.087",
                        "malignant     30   10    10     50  0.043");
    }

    @Test
    void accuracyNeverStandsWithoutTheMajorityShare() {
        DemoReport report = Samples.report(Samples.collapsed(), "promoted", null);

        List<String> lines = DemoTables.comparison(report.naive(), report.balanced());

        assertThat(lines)
                .filteredOn(line -> line.startsWith("accuracy"))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("always the largest class: 0.870")
                        .endsWith("0.987"));
        assertThat(lines)
                .anySatisfy(line ->
                        assertThat(line).startsWith("recall of malignant").endsWith("0.900"));
        assertThat(DemoTables.evaluation(Samples.collapsed()))
                .contains("0.870, and always answering the largest class");
    }

    @Test
    void anEpochShowsItsLossBesideThatOfAConstantAnswer() {
        var telemetry = new EpochTelemetry(
                0.4712,
                0.48,
                0.4735,
                0.001,
                1 / 3.0,
                0.87,
                List.of(1.0, 0.0, 0.0),
                List.of(1.0, 0.0, 0.0),
                true,
                170,
                0,
                4,
                null);
        var event = new TrainingProgressed(
                "run", "model", TrainingProgressed.Phase.EPOCH, 2, 6, telemetry, "", Instant.EPOCH);

        assertThat(DemoTables.epoch(event, telemetry, Samples.LABELS))
                .isEqualTo("epoch  2 of 6   loss 0.471 (a constant answer: 0.474)"
                        + "   recalls  none 1.00  benign 0.00  malignant 0.00");
    }

    @Test
    void sharesOfTheAnswersStandBesideTheHealthyOnes() {
        var healthy = new HealthyReference(
                List.of(0.86, 0.09, 0.05), List.of(0.80, 0.06, 0.03), List.of(0.90, 0.13, 0.08), 460);

        assertThat(DemoTables.shares(Samples.LABELS, List.of(10L, 5L, 85L), healthy).stream()
                        .map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "answer images share healthy bounds",
                        "none 10 0.100 0.860 0.800 to 0.900",
                        "benign 5 0.050 0.090 0.060 to 0.130",
                        "malignant 85 0.850 0.050 0.030 to 0.080");
    }
}

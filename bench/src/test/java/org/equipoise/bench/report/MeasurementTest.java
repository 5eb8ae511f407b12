package org.equipoise.bench.report;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MeasurementTest {

    @Test
    void roundsBecomeOneRowOfEachThingWithItsMedianAndItsExtremes() {
        List<Measurement> rows = Measurement.ofRounds(List.of(
                List.of(Measurement.once("start", 14, "s"), Measurement.once("import", 160, "images/s")),
                List.of(Measurement.once("start", 20, "s"), Measurement.once("import", 170, "images/s")),
                List.of(Measurement.once("start", 15, "s"), Measurement.once("import", 150, "images/s"))));

        assertThat(rows)
                .containsExactly(
                        new Measurement("start", "Equipoise", 15, 14, 20, "s"),
                        new Measurement("import", "Equipoise", 160, 150, 170, "images/s"));
    }
}

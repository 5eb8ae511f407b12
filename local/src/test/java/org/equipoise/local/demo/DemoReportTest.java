package org.equipoise.local.demo;

import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertChanged.Cause;
import org.equipoise.common.messaging.EventCodec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DemoReportTest {

    @Test
    void theJsonHasTheFieldsThatScriptsRead() {
        JsonNode json = json(Samples.report(Samples.collapsed(), "promoted", Samples.alert()));

        assertThat(json.at("/dataset/classCounts").toString())
                .isEqualTo("{\"none\":1000,\"benign\":100,\"malignant\":50}");
        assertThat(json.at("/dataset/splits/test/malignant").asLong()).isEqualTo(10);
        assertThat(json.at("/naive/collapsed").asBoolean()).isTrue();
        assertThat(json.at("/naive/recalls").toString()).isEqualTo("{\"none\":1.0,\"benign\":0.0,\"malignant\":0.0}");
        assertThat(json.at("/balanced/macroF1").asDouble()).isGreaterThan(0.9);
        assertThat(json.at("/balanced/balancedAccuracy").asDouble()).isGreaterThan(0.9);
        assertThat(json.at("/balanced/collapsed").asBoolean()).isFalse();
        assertThat(json.at("/promoted").asBoolean()).isTrue();
        assertThat(json.at("/alert/class").asText()).isEqualTo("malignant");
        assertThat(json.at("/alert/predictionsUntilAlarm").asLong()).isEqualTo(9);
        assertThat(json.at("/alert/cause").asText()).isEqualTo("input");
        assertThat(json.at("/alert/falseAlarmsBefore").isIntegralNumber()).isTrue();
        assertThat(json.at("/diagnosis/cause").asText()).isEqualTo("class-imbalance");
        assertThat(json.at("/diagnosis/probability").asDouble()).isEqualTo(1);
        assertThat(json.at("/diagnosis/proof/after").asDouble()).isEqualTo(0.683);
        assertThat(json.at("/diagnosis/repair/repaired").asBoolean()).isTrue();
        assertThat(json.at("/seconds/ready").asDouble()).isEqualTo(15.5);
        assertThat(json.at("/seconds/total").asDouble()).isEqualTo(120.25);
    }

    @Test
    void anAlertThatNeverFiredIsAbsent() {
        JsonNode json = json(Samples.report(Samples.collapsed(), "promoted", null));

        assertThat(json.has("alert")).isFalse();
    }

    @Test
    void predictionsUntilTheAlarmCountFromTheFault() {
        var now = Instant.parse("2026-11-23T09:00:00Z");
        var event = new AlertChanged(
                "m/v/collapse/malignant",
                "m",
                "v",
                AlertChanged.Kind.COLLAPSE,
                AlertChanged.State.FIRING,
                "malignant",
                2,
                1,
                0.05,
                2e6,
                212,
                14,
                "summary",
                now,
                now);

        assertThat(DemoReport.Alert.of(event, 200, 0, Cause.INPUT).predictionsUntilAlarm())
                .isEqualTo(12);
    }

    private static JsonNode json(DemoReport report) {
        return EventCodec.mapper().valueToTree(report);
    }
}

package org.equipoise.monitor.alerting;

import java.util.List;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertChanged.Cause;
import org.equipoise.common.events.AlertChanged.Kind;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.monitor.watch.Fixtures;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class AlertTextTest {

    @ParameterizedTest
    @EnumSource
    void everyKindSaysShareClassCauseAndStation(Kind kind) {
        String text = AlertText.of(alert(kind, 1, Cause.INPUT));

        assertThat(text)
                .startsWith("FIRING nodules: ")
                .contains("100 %", "none", "Likely behind it: the input.", "Station CT-2 stands out.");
    }

    @Test
    void aCauseThatIsNotKnownIsSaidToBe() {
        assertThat(AlertText.of(alert(Kind.COLLAPSE, 1, Cause.UNKNOWN))).contains("not known yet");
        assertThat(AlertText.of(alert(Kind.COLLAPSE, 1, null))).doesNotContain("behind it");
    }

    @Test
    void aShareOfFourteenPerCentIsNoCollapse() {
        assertThat(Trouble.of(alert(Kind.COLLAPSE, .14, null))).isEqualTo(Trouble.CLASS_OVER_SHARE);
        assertThat(Trouble.of(alert(Kind.COLLAPSE, .9, null))).isEqualTo(Trouble.ONE_CLASS);
        assertThat(Trouble.of(alert(Kind.NEVER_PREDICTED, 0, null))).isEqualTo(Trouble.CLASS_LOST);
        assertThat(AlertText.of(alert(Kind.COLLAPSE, .14, null))).contains("a class takes more than its share");
    }

    @Test
    void linksLeadToTheAlertItselfWhateverItsClassIsNamed() {
        var links = new AlertLinks("https://equipoise.example//");

        assertThat(links.alert(alert(Kind.COLLAPSE, 1, null)))
                .isEqualTo("https://equipoise.example/#/alerts/nodules%2Fv1%2Fcollapse%2Fnone%20%26%20%2B");
        assertThat(links.runbook(alert(Kind.CONSTANT_OUTPUT, 1, null)))
                .startsWith("https://equipoise.example/#/runbooks/model-outputs/nodules%2Fv1");
    }

    @Test
    void theDifferenceThatWasFoundIsToldBeforeTheEvidenceAndHasAPage() {
        var found = new AlertChanged.Diagnosis("d1", "the model expects [0, 1] and gets [0, 255]: .50 becomes .91");
        AlertChanged diagnosed = alert(Kind.COLLAPSE, 1, Cause.PREPROCESSING).diagnosed(found, Fixtures.START);
        var links = new AlertLinks("https://equipoise.example");

        assertThat(AlertText.of(diagnosed))
                .endsWith("Likely behind it: the preprocessing. Diagnosis: the model expects [0, 1] and gets [0, 255]:"
                        + " .50 becomes .91. Station CT-2 stands out.");
        assertThat(links.diagnosis(diagnosed)).isEqualTo("https://equipoise.example/#/models/nodules/diagnoses/d1");
        assertThat(links.diagnosis(alert(Kind.COLLAPSE, 1, null))).isNull();
    }

    private static AlertChanged alert(Kind kind, double share, @Nullable Cause cause) {
        AlertChanged like = Fixtures.alert(State.FIRING, 400, cause);
        return new AlertChanged(
                "nodules/v1/collapse/none & +",
                like.model(),
                like.modelVersion(),
                kind,
                like.state(),
                like.className(),
                0,
                share,
                like.healthyShare(),
                like.odds(),
                like.predictionsSeen(),
                like.predictionsInvolved(),
                like.summary(),
                like.since(),
                like.changedAt(),
                cause,
                cause == null ? null : List.of("Station CT-2 stands out."));
    }
}

package org.equipoise.monitor.alerting;

import org.equipoise.common.events.AlertChanged.Kind;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.monitor.alerting.AlertStep.Cause;
import org.equipoise.monitor.collapse.Suspicion;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AlertSummaryTest {

    @Test
    void aCollapseSaysWhoHowMuchSinceWhenAndHowSure() {
        var step = step(Kind.COLLAPSE, State.FIRING, new Suspicion(0, 1.3e6, .99, 112, 0), Cause.EVIDENCE);

        assertThat(AlertSummary.of(step, "nodules/v1", "none", .87, .9))
                .isEqualTo("For about 112 predictions class \"none\" takes 99 % of the answers of nodules/v1;"
                        + " healthy is 87 % (at most 90 %). Odds 1.3e6 : 1 against a healthy model.");
    }

    @Test
    void aMissingClassSaysForHowLong() {
        var step = step(Kind.NEVER_PREDICTED, State.PENDING, new Suspicion(2, 1500, 0, 260, 0), Cause.EVIDENCE);

        assertThat(AlertSummary.of(step, "nodules/v1", "malignant", .04, .025))
                .isEqualTo("Suspicion: for 260 predictions nodules/v1 has not answered class \"malignant\";"
                        + " healthy is 4 % (at least 2.5 %). Odds so far 1.5e3 : 1 against a healthy model.");
    }

    @Test
    void anEndSaysWhy() {
        var end = step(Kind.COLLAPSE, State.RESOLVED, new Suspicion(0, 0, 0, 0, 0), Cause.SUPERSEDED);

        assertThat(AlertSummary.of(end, "nodules/v1", "none", .87, .9))
                .isEqualTo(
                        "Closed: class \"none\" over its share of the answers of nodules/v1; this version no longer serves.");
    }

    private static AlertStep step(Kind kind, State state, Suspicion suspicion, Cause cause) {
        return new AlertStep(kind, state, suspicion, 0, cause);
    }
}

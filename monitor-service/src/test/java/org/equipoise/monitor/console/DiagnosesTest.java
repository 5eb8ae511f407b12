package org.equipoise.monitor.console;

import org.equipoise.common.events.DiagnosisMade;
import org.equipoise.monitor.watch.Fixtures;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DiagnosesTest {

    private final Diagnoses diagnoses = new Diagnoses();

    @Test
    void theNewestComesFirstAndOnlyTheLastOfAModelAreKept() {
        for (int n = 0; n <= Diagnoses.MOST_DIAGNOSES; n++) {
            diagnoses.made(Fixtures.diagnosis("d" + n, null, "why", n));
        }

        assertThat(diagnoses.of("nodules"))
                .hasSize(Diagnoses.MOST_DIAGNOSES)
                .first()
                .extracting(DiagnosisMade::diagnosisId)
                .isEqualTo("d" + Diagnoses.MOST_DIAGNOSES);
        assertThat(diagnoses.find("nodules", "d0")).isEmpty();
        assertThat(diagnoses.find("nodules", "d1")).isPresent();
    }

    @Test
    void oneThatIsMadeAgainTakesThePlaceOfTheFirst() {
        diagnoses.made(Fixtures.diagnosis("d", null, "before", 1));
        long before = diagnoses.revision();
        diagnoses.made(Fixtures.diagnosis("d", null, "after", 2));

        assertThat(diagnoses.of("nodules")).extracting(DiagnosisMade::sentence).containsExactly("after");
        assertThat(diagnoses.revision()).isGreaterThan(before);
    }

    @Test
    void whatAnAlertComesFromIsNotWhyTheRunFailed() {
        diagnoses.made(Fixtures.diagnosis("of-the-run", null, "why it failed", 1));
        diagnoses.made(Fixtures.diagnosis("of-the-alert", "nodules/v1/collapse/none", "what changed", 2));

        assertThat(diagnoses.ofRun("nodules", "run-1"))
                .map(DiagnosisMade::diagnosisId)
                .contains("of-the-run");
        assertThat(diagnoses.ofRun("nodules", "run-2")).isEmpty();
    }

    @Test
    void ofAModelThatNobodyDiagnosedThereIsNone() {
        assertThat(diagnoses.of("another")).isEmpty();
        assertThat(diagnoses.find("another", "d")).isEmpty();
    }
}

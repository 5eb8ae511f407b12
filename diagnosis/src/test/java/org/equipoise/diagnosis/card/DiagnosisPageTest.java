package org.equipoise.diagnosis.card;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.equipoise.diagnosis.card.Diagnosis.ClassRecall;
import org.equipoise.diagnosis.card.Diagnosis.Missing;
import org.equipoise.diagnosis.card.Diagnosis.PriorCorrection;
import org.equipoise.diagnosis.history.TrainingHistory;
import org.equipoise.diagnosis.history.TrainingHistory.Epoch;
import org.equipoise.diagnosis.repair.Proposal;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DiagnosisPageTest {

    private static final TrainingHistory HISTORY = new TrainingHistory(
            List.of(
                    new Epoch(1, .8, .9, null, null, null, null),
                    new Epoch(2, .4, null, null, null, null, null),
                    new Epoch(3, null, null, null, null, null, null)),
            3);

    @Test
    void recallsStandBeforeAndAfterAndTheLossBesideAConstantAnswers() {
        String page =
                DiagnosisPage.render(card("<b>sick</b>", .75), List.of("So it is."), HISTORY, .5, List.of("A note."));

        assertThat(page)
                .startsWith("<!doctype html>")
                // The axis of recalls is 218 wide and begins at 96; the first bar stands at 24, the next one 14 below.
                .containsPattern("class=\"bad\" x=\"96.0\" y=\"24.0\" width=\"10.9\"")
                .containsPattern("class=\"good\" x=\"96.0\" y=\"38.0\" width=\"163.5\"")
                .contains("before: 0.050 of 20", "after: 0.750 of 20")
                // Losses reach 0.9 over 150 pixels: 0.8 lies at 12 + 150 / 9, 0.4 at 12 + 150 * 5 / 9, the prior at 4 /
                // 9.
                .contains("class=\"train\" points=\"46.0,28.7 217.0,95.3\"")
                .contains("<line class=\"best\" x1=\"46.0\" y1=\"78.7\"")
                .contains("So it is.", "A note.", "no number any more", "add to its logit")
                .contains("above 0.0500")
                .contains("That alone is a repair.")
                .doesNotContain("<b>sick", "<script", "src=", "NaN");
    }

    @Test
    void aLossOfAnySizeHasAPicture() {
        var history = new TrainingHistory(List.of(new Epoch(1, 1e308, 1.5e308, null, null, null, null)), null);

        assertThat(DiagnosisPage.render(card("sick", .75), List.of(), history, null, List.of()))
                .contains(">1.5e+308<")
                .doesNotContain("NaN", "Infinity", "00000000");
    }

    @Test
    void whatIsNotThereIsLeftOut() {
        var bare = new Diagnosis(
                "log.csv",
                "not known",
                "Not enough evidence.",
                List.of(),
                List.of(),
                List.of(),
                List.of(new Missing("answers", "--predictions", "much")),
                List.of(),
                null,
                null,
                null,
                Instant.EPOCH);

        String page = DiagnosisPage.render(bare, List.of(), null, null, List.of());

        assertThat(page)
                .contains("Not enough evidence.", "--predictions")
                .doesNotContain("<svg", "Pictures", "A corrected prior", "Ruled out");
    }

    @Test
    void theProofAndWhatTheRepairDidStandOnThePage() {
        Diagnosis card = card("sick", .75)
                .of(
                        new Diagnosis.Run("run-1", "lung", null, "ct", "v1", "naive", Map.of(), 1, null, HISTORY, .5),
                        List.of(new Proposal("learning", "Train <slower>.", "naive", Map.of("learningRate", "0.001"))))
                .repaired(new Diagnosis.Repair(
                        "run-2",
                        "Macro-F1 0.310 becomes 0.930 on the same 60 test images.",
                        "naive",
                        Map.of(),
                        .31,
                        .93,
                        true,
                        List.of(new ClassRecall("sick", 20, 0, .9))));

        assertThat(DiagnosisPage.render(card, List.of(), HISTORY, .5, List.of()))
                .contains("<h2>Repaired", "0.310 becomes 0.930", "sick after: 0.900 of 20", "Train &lt;slower&gt;.");
        assertThat(card.repaired(new Diagnosis.Repair(
                                "run-3", "It failed.", "auto", Map.of(), .31, null, false, List.of()))
                        .run())
                .isEqualTo(card.run());
    }

    private static Diagnosis card(String name, double repaired) {
        return new Diagnosis(
                "t.csv",
                "class lost: sick",
                "One sentence.",
                List.of(),
                List.of("healthy"),
                List.of(),
                List.of(),
                List.of(new ClassRecall(name, 20, .05, repaired), new ClassRecall("none", 40, 1, 1.0)),
                new PriorCorrection(List.of(name, "none"), List.of(2.3, -.6), .05, .5, .9, true),
                null,
                null,
                Instant.EPOCH);
    }
}

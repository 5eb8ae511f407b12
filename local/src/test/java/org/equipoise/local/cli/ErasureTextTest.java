package org.equipoise.local.cli;

import java.util.List;
import java.util.Map;

import org.equipoise.local.client.ErasureClient.Patient;
import org.equipoise.local.client.ErasureClient.Report;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ErasureTextTest {

    @Test
    void whatGoesWhatStaysAndWhyItIsRefusedIsSaid() {
        var report = new Report(
                false,
                List.of("5d41402abc4b2a76"),
                Map.of("chest", 2, "arm", 1),
                3,
                1,
                List.of(
                        new Report.Version("chest", "aaaaaaaaaaaa", 2, List.of("the champion lung/cccccccccccc")),
                        new Report.Version("chest", "bbbbbbbbbbbb", 0, List.of())),
                List.of("lung/cccccccccccc"),
                List.of("a champion was trained on it"),
                List.of("The weights."));

        assertThat(ErasureText.lines(report))
                .containsExactly(
                        "Would be erased:",
                        "  1 image of dataset \"arm\", with labels and standing",
                        "  2 images of dataset \"chest\", with labels and standing",
                        "  3 originals in the bucket studies",
                        "  1 refused file in the bucket quarantine",
                        "  version aaaaaaaaaaaa of dataset \"chest\", which holds 2 of them, referred to by the champion"
                                + " lung/cccccccccccc",
                        "  version bbbbbbbbbbbb of dataset \"chest\", whose manifest cannot be read",
                        "  the canaries of model version lung/cccccccccccc",
                        "Stays:",
                        "  The weights.",
                        "Refused:",
                        "  a champion was trained on it");
    }

    @Test
    void aPatientOfWhomNothingIsStoredIsSaidSo() {
        var report =
                new Report(true, List.of(), Map.of(), 0, 0, List.of(), List.of(), List.of(), List.of("The audit."));

        assertThat(ErasureText.lines(report))
                .containsExactly("Erased:", "  nothing: no image of this patient is stored", "Stays:", "  The audit.");
    }

    @Test
    void theKeyOfAPatientIsNeverPrinted() {
        assertThat(new Patient("Jane^Doe", "Saint Mary").toString()).isEqualTo("Patient");
    }
}

package org.equipoise.ingest.splitting;

import java.nio.charset.StandardCharsets;

import org.equipoise.common.hashing.Sha256;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PatientGroupsTest {

    private final Splitting splitting = new Splitting(value -> Sha256.hex(value.getBytes(StandardCharsets.UTF_8)));
    private final PatientGroups groups =
            new PatientGroups(splitting, (issuer, id) -> "pseudonym of " + id + " from [" + issuer + "]");

    /** A sender's own key goes as it is; what a DICOM door keeps is the group of the pseudonym. */
    @Test
    void aKeyIsLookedForAsItWasSentAndAsADoorWritesIt() {
        assertThat(groups.of("P1", null))
                .containsExactly(splitting.patientGroup("P1"), splitting.patientGroup("pseudonym of P1 from []"));
    }

    @Test
    void theIssuerIsOfTheDoorsAlone() {
        assertThat(groups.of(" P1 ", " Saint Mary "))
                .containsExactly(
                        splitting.patientGroup(" P1 "), splitting.patientGroup("pseudonym of P1 from [Saint Mary]"));
    }
}

package org.equipoise.dicom.network;

import java.time.Duration;

import org.equipoise.dicom.network.AssociationEnd.Ending;
import org.equipoise.dicom.tool.AssociationFuzz;
import org.equipoise.dicom.tool.AssociationFuzz.Mutation;
import org.equipoise.dicom.tool.AssociationFuzz.Tally;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A short portion; {@code dicom/run associations} does it for long. */
class AssociationFuzzTest {

    @Test
    void damagedAssociationsEndAndHealthyOnesAreServedInBetween() throws Exception {
        Tally tally = new AssociationFuzz(Duration.ofSeconds(10), 10).run(70, 7);

        assertThat(tally.failures()).isEmpty();
        assertThat(tally.healthy()).isEqualTo(8);
        assertThat(tally.endings()).containsOnlyKeys(Mutation.values());
        assertThat(tally.endings().get(Mutation.ORDER)).containsKey(Ending.PROTOCOL);
        assertThat(tally.endings().get(Mutation.SILENCE)).containsKey(Ending.TIMED_OUT);
        assertThat(tally.endings().get(Mutation.CLOSED)).containsOnlyKeys(Ending.DISCONNECTED);
    }
}

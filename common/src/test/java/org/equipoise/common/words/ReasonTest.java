package org.equipoise.common.words;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ReasonTest {

    @Test
    void aReasonHas500CharactersAtMostAndOneAtLeastWithoutTheSpacesAroundIt() {
        assertThat(Reason.written(" x ")).isEqualTo("x");
        assertThat(Reason.written("x".repeat(500))).hasSize(500);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Reason.written("x".repeat(501)))
                .withMessage("a reason of 1 to 500 characters is needed, got 501: it is what others will read");
        for (String none : new String[] {null, "", " \t"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Reason.written(none))
                    .withMessageContaining("1 to 500 characters is needed, got none");
        }
    }

    /** The longest name of a key is 63 characters. */
    @Test
    void aReasonThatIsHandedOnHasRoomForTheNameOfWhoeverWroteIt() {
        String signed = "x".repeat(500) + " (" + "n".repeat(63) + ", in the console)";

        assertThat(Reason.handedOn(signed)).isEqualTo(signed);
        assertThatIllegalArgumentException().isThrownBy(() -> Reason.handedOn("x".repeat(601)));
    }
}

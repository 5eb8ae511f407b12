package org.equipoise.dicom.deidentification;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PseudonymKeyTest {

    private static final String PATIENT = "fa49e2fdfce43cee427564a8ee10f1896bf335bf0c771a7b1876a8654d0fc0e9";

    /** Of Python's hmac and hashlib: the use, and each part behind its length in 4 bytes. */
    @Test
    void pseudonymsAreThoseOfAnotherImplementation() {
        assertThat(Examples.KEY.patient("HOSPITAL", "4711")).isEqualTo(PATIENT);
        assertThat(Examples.KEY.station("CT1")).isEqualTo("bb8fbbfdab290a7c");
        assertThat(Examples.KEY.uid("1.2.3.4")).isEqualTo("2.25.147180557937298925695569739813261288678");
        assertThat(Examples.KEY.shiftDays(PATIENT, 3_650)).isEqualTo(2184);
    }

    @Test
    void aUidIsAUuidOfVersion4() {
        for (int i = 0; i < 1_000; i++) {
            String uid = Examples.KEY.uid("1.2." + i);
            BigInteger uuid = new BigInteger(uid.substring("2.25.".length()));

            assertThat(uid).matches("2\\.25\\.(0|[1-9][0-9]*)").hasSizeLessThanOrEqualTo(64);
            assertThat(uuid.bitLength()).isLessThanOrEqualTo(128);
            assertThat(uuid.shiftRight(76).intValue() & 0xF).as("version").isEqualTo(4);
            assertThat(uuid.shiftRight(62).intValue() & 0x3).as("variant").isEqualTo(2);
        }
    }

    @Test
    void bordersBetweenPartsCount() {
        assertThat(Examples.KEY.patient("AB", "C")).isNotEqualTo(Examples.KEY.patient("A", "BC"));
        assertThat(Examples.KEY.patient("", "x")).isNotEqualTo(Examples.KEY.patient("x", ""));
    }

    @Test
    void theSameLettersInAnotherFormOfUnicodeAreTheSamePatient() {
        assertThat(Examples.KEY.patient("", "Ju\u0308rgen")).isEqualTo(Examples.KEY.patient("", "J\u00fcrgen"));
    }

    @Test
    void shiftsAreFromOneDayToTheMostAndUseAllOfThem() {
        Set<Integer> days = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            days.add(Examples.KEY.shiftDays("patient " + i, 7));
        }
        assertThat(days).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void aKeyIsLongAndNeverPrinted() {
        assertThatThrownBy(() -> PseudonymKey.ofHex("c0ffee"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 bytes")
                .hasMessageNotContaining("c0ffee");
        assertThatThrownBy(() -> PseudonymKey.ofHex("my secret key"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> PseudonymKey.of(new byte[31])).hasMessageContaining("31 bytes");
        assertThat(Examples.KEY).hasToString("PseudonymKey");
        assertThat(Examples.DEFAULT).hasToString("Deidentification");
    }
}

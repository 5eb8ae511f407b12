package org.equipoise.common.hashing;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class Sha256Test {

    /** FIPS 180-4's own example, "abc". */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void theStandardsExample() {
        assertThat(Sha256.hex("abc")).isEqualTo(ABC);
        assertThat(Sha256.hex("abc".getBytes(StandardCharsets.UTF_8))).isEqualTo(ABC);
    }

    @Test
    void inPartsItIsTheSame() {
        var digest = Sha256.digest();
        digest.update((byte) 'a');

        assertThat(Sha256.hex(digest, "bc".getBytes(StandardCharsets.UTF_8))).isEqualTo(ABC);

        digest.update("abc".getBytes(StandardCharsets.UTF_8));
        assertThat(Sha256.hex(digest)).isEqualTo(ABC);
    }
}

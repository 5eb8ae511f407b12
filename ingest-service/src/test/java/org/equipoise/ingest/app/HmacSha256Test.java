package org.equipoise.ingest.app;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HmacSha256Test {

    /** RFC 4231, test case 6. */
    @Test
    void agreesWithTheRfc() {
        assertThat(HmacSha256.ofHexKey("aa".repeat(131)).hex("Test Using Larger Than Block-Size Key - Hash Key First"))
                .isEqualTo("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    }

    @Test
    void aShortKeyIsRefusedWithoutBeingPrinted() {
        assertThatThrownBy(() -> HmacSha256.ofHexKey("c0ffee"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 bytes")
                .hasMessageNotContaining("c0ffee");
    }

    @Test
    void aKeyThatIsNotHexIsRefusedWithoutBeingPrinted() {
        assertThatThrownBy(() -> HmacSha256.ofHexKey("my secret key"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageNotContaining("secret");
        assertThat(HmacSha256.ofHexKey("0f".repeat(32))).hasToString("HmacSha256");
    }
}

package org.equipoise.security.keys;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ApiKeysTest {

    /** {@code printf abc | sha256sum}, the first test vector of FIPS 180-2. */
    private static final String SHA_256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void aKeyIsFoundByItsDigest() {
        ApiKeys keys =
                ApiKeys.of(List.of("reader:" + "0".repeat(64) + ":viewer", "ada:" + SHA_256_OF_ABC + ":operator"));

        assertThat(keys.holder("abc")).contains(new KeyHolder("ada", Role.OPERATOR));
    }

    @Test
    void digestsMayBeInUpperCaseAndHaveSpacesAround() {
        ApiKeys keys = ApiKeys.of(List.of(" ada:" + SHA_256_OF_ABC.toUpperCase(java.util.Locale.ROOT) + ":viewer "));

        assertThat(keys.holder("abc")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "abcd", "ABC", " abc", SHA_256_OF_ABC})
    void anythingElseIsNobodysKey(String presented) {
        ApiKeys keys = ApiKeys.of(List.of("ada:" + SHA_256_OF_ABC + ":operator"));

        assertThat(keys.holder(presented)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada",
                "ada:operator",
                "ada:abc:operator",
                "ada:" + SHA_256_OF_ABC,
                "ada:" + SHA_256_OF_ABC + ":root",
                "ada:" + SHA_256_OF_ABC + ":operator:more",
                "a b:" + SHA_256_OF_ABC + ":operator"
            })
    void whatIsNoKeyIsRefusedWithoutQuotingTheDigest(String configured) {
        assertThatThrownBy(() -> ApiKeys.of(List.of(configured)))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain(SHA_256_OF_ABC);
    }

    @Test
    void twoKeysOfOneNameAreRefused() {
        assertThatThrownBy(() ->
                        ApiKeys.of(List.of("ada:" + SHA_256_OF_ABC + ":viewer", "ada:" + "0".repeat(64) + ":operator")))
                .hasMessageContaining("two API keys are named \"ada\"");
    }
}

package org.equipoise.security.keys;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SentKeyTest {

    @Test
    void whatAFileOfSecretsEndsWithIsNoPartOfTheKey() {
        assertThat(SentKey.of("a.key", Optional.of("the key of the monitor\n"))).hasValue("the key of the monitor");
        assertThat(SentKey.of("a.key", Optional.empty())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3\ncret", "s3\tcret", "s3crèt"})
    void whatAHeaderCannotHaveIsRefusedWithoutRepeatingIt(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SentKey.of("a.key", Optional.of(key)))
                .withMessage("a.key must have printable ASCII characters only");
    }
}

package org.equipoise.security.http;

import org.equipoise.security.access.SecurityConfig.Mode;
import org.equipoise.security.access.StartRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class StartCheckTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,true",
        "127.1.2.3,true",
        "::1,true",
        "localhost,true",
        "0.0.0.0,false",
        "192.0.2.7,false",
        "no-such-host.invalid,false"
    })
    void loopbackIsWhatOnlyThisMachineReaches(String host, boolean loopback) {
        assertThat(StartCheck.isLoopback(host)).isEqualTo(loopback);
    }

    @Test
    void localModeStaysOnThisMachine() {
        assertThat(StartRules.refusal(Mode.LOCAL, "127.0.0.1", true, 0)).isEmpty();
        assertThat(StartRules.refusal(Mode.LOCAL, "0.0.0.0", false, 3))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("quarkus.http.host=0.0.0.0"));
    }

    @Test
    void withoutAKeyNothingStarts() {
        assertThat(StartRules.refusal(Mode.KEYS, "0.0.0.0", false, 0))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("no API key is configured"));
        assertThat(StartRules.refusal(Mode.KEYS, "127.0.0.1", true, 0)).isPresent();
        assertThat(StartRules.refusal(Mode.KEYS, "0.0.0.0", false, 1)).isEmpty();
    }
}

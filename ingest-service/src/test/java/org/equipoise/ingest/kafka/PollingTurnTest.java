package org.equipoise.ingest.kafka;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PollingTurnTest {

    @Test
    void whoAsksAnotherServerHasAnotherTurn() {
        String one = PollingTurn.group("http://orthanc:8042");

        assertThat(one).matches("ingest-orthanc-[0-9a-f]{16}").isEqualTo(PollingTurn.group("http://orthanc:8042/"));
        assertThat(PollingTurn.group("http://other:8042")).isNotEqualTo(one);
    }
}

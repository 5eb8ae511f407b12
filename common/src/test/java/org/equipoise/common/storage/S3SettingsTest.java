package org.equipoise.common.storage;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class S3SettingsTest {

    private static final S3Settings SETTINGS =
            new S3Settings("http://127.0.0.1:9000", "equipoise", "do-not-print-me", "us-east-1");

    @Test
    void theSecretIsNotPrinted() {
        assertThat(SETTINGS).hasToString("S3Settings[http://127.0.0.1:9000, equipoise, us-east-1]");
    }

    @Test
    void theStorePrintsItsAddressAndNoSecret() {
        assertThat(new S3ObjectStore(SETTINGS)).hasToString("S3ObjectStore[http://127.0.0.1:9000]");
    }
}

package org.equipoise.local.client;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.EventExamples;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.storage.S3Settings;
import org.equipoise.local.testing.FakeService;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RegistryClientTest {

    @Test
    void aModelIsInTheRegistryOnceAVersionHasItsCard() {
        assertThat(RegistryClient.models(List.of(
                        "chest/0a1b/model-card.html",
                        "chest/0a1b/model-card.json",
                        "chest/2c3d/model-card.json",
                        "lung/uploads/ffff.zip",
                        "bone/4e5f/saved_model.zip")))
                .containsExactly("chest");
    }

    @Test
    void aRollbackSaysWhatItBelievesAndAHoldWhichVersion() {
        try (var trainer = new FakeService()) {
            ModelDecided decided = EventExamples.modelDecided();
            String answer = new String(EventCodec.write(decided), StandardCharsets.UTF_8);
            trainer.says("/models/lung/rollback", 200, answer).says("/models/lung/hold", 200, answer);
            var registry = new RegistryClient(connection(trainer));

            assertThat(registry.rollback("lung", "v2", null, "worse")).isEqualTo(decided);
            assertThat(registry.rollback("lung", null, "v1", "back")).isEqualTo(decided);
            assertThat(registry.hold("lung", "v2", "stop")).isEqualTo(decided);

            assertThat(trainer.asked())
                    .containsExactly(
                            "POST /models/lung/rollback {\"from\":\"v2\",\"reason\":\"worse\"}",
                            "POST /models/lung/rollback {\"reason\":\"back\",\"to\":\"v1\"}",
                            "POST /models/lung/hold {\"reason\":\"stop\",\"version\":\"v2\"}")
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void whatTheTrainerRefusesIsItsSentence() {
        try (var trainer = new FakeService()) {
            trainer.says("/models/lung/rollback", 409, "{\"problem\": \"version v3 serves, not v2\"}");
            var registry = new RegistryClient(connection(trainer));

            assertThatThrownBy(() -> registry.rollback("lung", "v2", null, "worse"))
                    .isInstanceOf(ClientException.class)
                    .hasMessage("version v3 serves, not v2");
        }
    }

    private static StackConnection connection(FakeService trainer) {
        return new StackConnection(
                "127.0.0.1:9",
                new S3Settings("http://127.0.0.1:9", "a", "b", "r"),
                Map.of("trainer-service", trainer.address()));
    }
}

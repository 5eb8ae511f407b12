package org.equipoise.trainer.kafka;

import java.util.Map;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import org.equipoise.local.testing.StackResource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A process that only trains must not take the transactional id of the one that scores. */
@QuarkusTest
@TestProfile(ScoringRoleIT.OnlyTrain.class)
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
class ScoringRoleIT {

    /** The role {@code train} alone. */
    public static final class OnlyTrain implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("equipoise.trainer.roles", "train");
        }
    }

    private final KafkaClientService clients;

    ScoringRoleIT(KafkaClientService clients) {
        this.clients = clients;
    }

    @Test
    void theRoleTrainAloneDoesNotScore() {
        RestAssured.get("/q/health/ready").then().statusCode(200);

        assertThat(clients.getConsumerChannels()).doesNotContain("images-to-score");
        assertThat(clients.getProducerChannels()).doesNotContain("predictions-made");
    }
}

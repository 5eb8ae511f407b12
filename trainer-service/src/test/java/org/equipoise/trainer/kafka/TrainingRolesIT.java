package org.equipoise.trainer.kafka;

import java.time.Duration;
import java.util.Map;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.equipoise.local.testing.StackResource;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@TestProfile(TrainingRolesIT.ScoreOnly.class)
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
class TrainingRolesIT {

    /** The service as a scorer alone. */
    public static final class ScoreOnly implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("equipoise.trainer.roles", "score");
        }
    }

    private final TestTopics topics;

    TrainingRolesIT(TestTopics topics) {
        this.topics = topics;
    }

    @Test
    void aScorerTakesNoTrainingRequestAndIsHealthy() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(topics.members("trainer-score")).hasSize(1));

        assertThat(topics.members("trainer-train")).isEmpty();
        given().get("/q/health").then().statusCode(200);
    }
}

package org.equipoise.trainer.http;

import java.net.URI;
import java.util.Map;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import org.equipoise.local.testing.Endpoints;
import org.equipoise.local.testing.Endpoints.Endpoint;
import org.equipoise.local.testing.StackResource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Every endpoint that this service describes is asked without a key, with a reader's and with an operator's. */
@QuarkusTest
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
@TestProfile(ApiKeysIT.WithKeys.class)
class ApiKeysIT {

    /** With one key of each kind. */
    public static final class WithKeys implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("equipoise.api-keys", Endpoints.KEYS);
        }
    }

    @Test
    void noEndpointAnswersWithoutAKeyAndAReaderChangesNothing() throws Exception {
        var endpoints = new Endpoints(URI.create("http://127.0.0.1:" + RestAssured.port));

        assertThat(endpoints.all()).isNotEmpty();
        for (Endpoint endpoint : endpoints.all()) {
            assertThat(endpoints.status(endpoint, null))
                    .as("%s without a key", endpoint)
                    .isEqualTo(401);
            assertThat(endpoints.status(endpoint, "guess"))
                    .as("%s with a guess", endpoint)
                    .isEqualTo(401);
            assertThat(endpoints.status(endpoint, "may-look") == 403)
                    .as("%s is refused to a reader", endpoint)
                    .isEqualTo(!endpoint.reads());
            assertThat(endpoints.status(endpoint, "may-act"))
                    .as("%s with an operator's key", endpoint)
                    .isNotIn(401, 403);
        }
        assertThat(endpoints.status(new Endpoint("GET", "/q/health/live"), null))
                .isIn(200, 503);
    }
}

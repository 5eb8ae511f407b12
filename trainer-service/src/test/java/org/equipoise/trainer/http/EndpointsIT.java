package org.equipoise.trainer.http;

import java.io.IOException;
import java.util.List;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import org.equipoise.local.testing.StackResource;
import org.equipoise.security.testing.EndpointSweep;
import org.equipoise.security.testing.Secured;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@TestProfile(Secured.class)
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
class EndpointsIT {

    @Test
    void everyEndpointAsksForAKeyAndForTheRoleItNeeds() throws IOException {
        EndpointSweep sweep = EndpointSweep.of(RestAssured.port);

        sweep.passes(
                List.of(),
                "/backbones",
                "/models",
                "/models/nothing-of-this-name/rollback",
                "/recipes/check",
                "/recipes/settings");
        assertThat(sweep.refuseInWords())
                .extracting(EndpointSweep.Endpoint::path)
                .contains(
                        "/models/nothing-of-this-name/rollback",
                        "/models/nothing-of-this-name/hold",
                        "/models/nothing-of-this-name/promote",
                        "/models/nothing-of-this-name/register",
                        "/backbones",
                        "/recipes/check");
        assertThat(sweep.sayWhatIsWrongWithABody())
                .extracting(EndpointSweep.Endpoint::path)
                .contains("/models/nothing-of-this-name/rollback", "/recipes/check");
    }
}

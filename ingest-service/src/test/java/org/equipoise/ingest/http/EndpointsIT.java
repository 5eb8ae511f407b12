package org.equipoise.ingest.http;

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

@QuarkusTest
@TestProfile(Secured.class)
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
class EndpointsIT {

    @Test
    void everyEndpointAsksForAKeyAndForTheRoleItNeeds() throws IOException {
        EndpointSweep.of(RestAssured.port).passes(List.of(), "/datasets/nothing-of-this-name/freeze");
    }
}

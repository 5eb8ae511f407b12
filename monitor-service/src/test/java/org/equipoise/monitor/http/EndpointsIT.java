package org.equipoise.monitor.http;

import java.io.IOException;

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

        assertThat(sweep.endpoints())
                .extracting(EndpointSweep.Endpoint::path)
                .contains("/models", "/alerts", "/audit", "/changes");
        sweep.refusesWhoeverHasNoKey();
        sweep.letsAViewerReadOnly();
        sweep.letsAnOperatorWrite();
        assertThat(sweep.sayWhatIsWrongWithABody())
                .extracting(EndpointSweep.Endpoint::path)
                .contains(
                        "/silences",
                        "/models/nothing-of-this-name/hold",
                        "/review/nothing-of-this-name/nothing-of-this-name");
        assertThat(sweep.writtenByAnAnnotator()).containsOnly("/review/nothing-of-this-name/nothing-of-this-name");
    }
}

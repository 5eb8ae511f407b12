package org.equipoise.ingest.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

@QuarkusTest
@TestProfile(Secured.class)
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
class EndpointsIT {

    @Test
    void everyEndpointAsksForAKeyAndForTheRoleItNeeds() throws IOException {
        EndpointSweep sweep = EndpointSweep.of(RestAssured.port);

        sweep.passes(
                List.of(),
                "/datasets/nothing-of-this-name/freeze",
                "/datasets/nothing-of-this-name/diff",
                "/datasets/nothing-of-this-name/readings",
                "/datasets/nothing-of-this-name/upload",
                "/dicom-web/studies",
                "/dicom-web/studies/nothing-of-this-name");
        assertThat(sweep.refuseInWords())
                .extracting(EndpointSweep.Endpoint::path)
                .contains("/datasets/nothing-of-this-name/freeze");
        assertThat(sweep.sayWhatIsWrongWithABody())
                .extracting(EndpointSweep.Endpoint::path)
                .contains("/datasets/nothing-of-this-name/freeze");
    }

    @Test
    void aBodyThatIsTooLargeIsToldTheLimit() {
        RestAssured.given()
                .header("X-API-Key", Secured.OPERATOR)
                .contentType("application/json")
                .body(" ".repeat(70_000))
                .post("/datasets/nobody/freeze")
                .then()
                .statusCode(413)
                .body("problem", containsString("at most 65536 bytes"));
    }

    @Test
    void aBodyWhoseLengthIsNotSaidIsNoLargerEither() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + RestAssured.port + "/datasets/nobody/freeze"))
                .header("X-API-Key", Secured.OPERATOR)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(" ".repeat(70_000).getBytes(StandardCharsets.US_ASCII))))
                .build();

        assertThat(HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()
                        .send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void aSenderOnlySends() {
        RestAssured.given()
                .header("X-API-Key", Secured.SENDER)
                .contentType("application/json")
                .body("{}")
                .post("/datasets/nobody/freeze")
                .then()
                .statusCode(403)
                .body("problem", containsString("may only send"));
        RestAssured.given()
                .header("X-API-Key", Secured.SENDER)
                .get("/datasets/nobody")
                .then()
                .statusCode(403);
        RestAssured.given()
                .header("X-API-Key", Secured.SENDER)
                .contentType("application/json")
                .body("{}")
                .post("/dicom-web/studies")
                .then()
                .statusCode(415)
                .body("problem", containsString("multipart/related"));
    }

    @Test
    void whatIsWrongWithABodyIsSaidWithoutTheNamesOfClasses() {
        RestAssured.given()
                .header("X-API-Key", Secured.OPERATOR)
                .contentType("application/json")
                .body("{\"side\": \"wide\"}")
                .post("/datasets/nobody/freeze")
                .then()
                .statusCode(400)
                .body("problem", equalTo("the body's field \"side\" has a value of another kind than it takes"));
    }
}

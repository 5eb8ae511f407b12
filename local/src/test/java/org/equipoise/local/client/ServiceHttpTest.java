package org.equipoise.local.client;

import java.time.Duration;
import java.util.Map;

import org.equipoise.common.storage.S3Settings;
import org.equipoise.local.embedded.Ports;
import org.equipoise.local.testing.FakeService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whatever a service answers, a person reads a sentence. */
class ServiceHttpTest {

    private static final String DUMP =
            "{\"details\":\"Error id 1, java.lang.IllegalStateException\",\"stack\":\"at org.equipoise.X.y(X.java:1)\"}";

    private final FakeService service = new FakeService();

    @AfterEach
    void stop() {
        service.close();
    }

    private record Sum(int sum) {}

    private static StackConnection connection(java.net.URI trainer) {
        return new StackConnection(
                "127.0.0.1:9", new S3Settings("http://127.0.0.1:9", "a", "b", "r"), Map.of("trainer-service", trainer));
    }

    private ServiceHttp http() {
        return new ServiceHttp(connection(service.address()), "trainer-service", Duration.ofSeconds(5));
    }

    @Test
    void anAnswerIsRead() {
        service.says("/sum", 200, "{\"sum\": 3}");

        assertThat(http().get("/sum", Sum.class)).isEqualTo(new Sum(3));
        assertThat(http().post("/sum", Map.of("a", 1), Sum.class)).isEqualTo(new Sum(3));
        assertThat(service.asked()).containsExactly("GET /sum ", "POST /sum {\"a\":1}");
    }

    @Test
    void aRefusalIsTheServicesOwnSentence() {
        service.says("/a", 409, "{\"problem\": \"version v1 serves\"}");
        service.says("/b", 422, "{\"problem\": \"no test image\"}");

        assertThatThrownBy(() -> http().get("/a", Sum.class)).hasMessage("version v1 serves");
        assertThatThrownBy(() -> http().get("/b", Sum.class)).hasMessage("no test image");
    }

    @ParameterizedTest
    @CsvSource({"500", "502", "404", "405", "400", "200"})
    void whatIsNoSentenceOfTheServiceIsNeverShown(int status) {
        service.says("/x", status, DUMP);

        assertThatThrownBy(() -> http().get("/x", Sum.class))
                .isInstanceOf(ClientException.class)
                .message()
                .contains("trainer-service")
                .doesNotContain("{", "java", "Exception", "Error id", "HTTP", "X.y");
    }

    @Test
    void aMissingKeyIsSaid() {
        service.says("/x", 401, "");

        assertThatThrownBy(() -> http().get("/x", Sum.class)).hasMessageContaining("set EQUIPOISE_API_KEY");
    }

    @Test
    void aServiceThatIsNotThereIsNamedWithItsAddress() {
        var nobody = java.net.URI.create("http://127.0.0.1:" + Ports.free());
        var http = new ServiceHttp(connection(nobody), "trainer-service", Duration.ofSeconds(5));

        assertThatThrownBy(() -> http.get("/x", Sum.class))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("trainer-service does not answer at " + nobody);
    }

    @Test
    void aRecipeIsRefusedInTheTrainersWordsAndTakenWhereTheTrainerDoesNotKnowTheQuestion() {
        var recipes = new RecipeClient(connection(service.address()));
        assertThat(recipes.problem("auto", Map.of("foo", "1"))).isEmpty();

        service.says("/recipes/check", 400, "{\"problem\": \"setting foo is unknown\"}");
        assertThat(recipes.problem("auto", Map.of("foo", "1"))).contains("setting foo is unknown");

        service.says("/recipes/check", 200, "{}");
        assertThat(recipes.problem("auto", Map.of())).isEmpty();
        assertThat(service.asked()).last().isEqualTo("POST /recipes/check {\"recipe\":\"auto\",\"settings\":{}}");
    }
}

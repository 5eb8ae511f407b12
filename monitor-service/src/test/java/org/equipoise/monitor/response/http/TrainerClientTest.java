package org.equipoise.monitor.response.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.sun.net.httpserver.HttpExchange;
import org.equipoise.common.events.ModelDecided.Outcome;
import org.equipoise.monitor.LocalServer;
import org.equipoise.monitor.response.Trainer.Answer;
import org.equipoise.monitor.response.Trainer.Version;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TrainerClientTest {

    private final LocalServer server = new LocalServer(this::take);
    private int status = 200;
    private final List<String> requests = new ArrayList<>();

    private String body = "{\"problem\": \"none was promoted before\"}";

    @AfterEach
    void stop() {
        server.close();
    }

    private void take(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("X-API-Key") + " "
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        byte[] answer = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @Test
    void itAsksAsTheTrainerIsAskedWithTheKey() {
        TrainerClient client = client(server.address() + "/");

        client.rollBack("nodules", "v2", null, "sick");
        client.rollBack("nodules", "v2", "v1", "sick");
        client.hold("nodules", "v2", "sick");

        assertThat(requests)
                .containsExactly(
                        "POST /models/nodules/rollback k {\"from\":\"v2\",\"reason\":\"sick\"}",
                        "POST /models/nodules/rollback k {\"from\":\"v2\",\"to\":\"v1\",\"reason\":\"sick\"}",
                        "POST /models/nodules/hold k {\"version\":\"v2\",\"reason\":\"sick\"}");
    }

    @Test
    void itsAnswerIsTheAnswer() {
        status = 409;

        Answer answer = client(server.address()).rollBack("nodules", "v2", null, "sick");

        assertThat(answer.done()).isFalse();
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body()).contains("none was promoted before");
    }

    @Test
    void theVersionsAreThoseOfTheTrainersListWhateverElseItSays() {
        TrainerClient client = client(server.address());
        body = """
                [{"version": "v2", "outcome": "promoted", "serving": true, "decidedAt": "2026-11-23T08:00:00Z",
                  "balancedAccuracy": 0.9}, {"version": "v1", "serving": false}]""";

        Optional<List<Version>> versions = client.versions("nodules");
        status = 500;

        assertThat(versions)
                .hasValue(List.of(
                        new Version("v2", Outcome.PROMOTED, true, Instant.parse("2026-11-23T08:00:00Z")),
                        new Version("v1", null, false, null)));
        assertThat(requests).containsExactly("GET /models/nodules/versions k ");
        assertThat(client.versions("nodules")).isEmpty();
        assertThat(client(null).versions("nodules")).isEmpty();
        status = 200;
        body = "a page of a proxy";
        assertThat(client.versions("nodules")).isEmpty();
    }

    @Test
    void nobodyToAskIsSaid() {
        assertThat(client(null).known()).isFalse();
        assertThat(client(null).hold("nodules", "v2", "sick"))
                .satisfies(answer -> assertThat(answer.status()).isEqualTo(503))
                .satisfies(answer -> assertThat(answer.body()).contains("equipoise.monitor.trainer.url is not set"));
        assertThat(client("http://127.0.0.1:1").hold("nodules", "v2", "sick").status())
                .isEqualTo(503);
    }

    /** The words of Java's own refusals repeat the key and the address. */
    @Test
    void neitherAKeyNorAnAddressThatCannotBeUsedIsRepeated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client(server.address(), "s3cr\net"))
                .withMessageStartingWith("equipoise.monitor.trainer.key must have printable ASCII characters only")
                .satisfies(refused -> assertThat(refused).hasMessageNotContaining("s3cr"));
        assertThat(client("http://somebody:s3cret@a host").hold("nodules", "v2", "sick"))
                .satisfies(answer -> assertThat(answer.status()).isEqualTo(503))
                .satisfies(answer -> assertThat(answer.body())
                        .contains("equipoise.monitor.trainer.url is no address")
                        .doesNotContain("s3cret"));
    }

    private static TrainerClient client(@Nullable String url) {
        return client(url, "k");
    }

    private static TrainerClient client(@Nullable String url, String key) {
        return new TrainerClient(new TrainerConfig() {
            @Override
            public Optional<String> url() {
                return Optional.ofNullable(url);
            }

            @Override
            public Optional<String> key() {
                return Optional.of(key);
            }
        });
    }
}

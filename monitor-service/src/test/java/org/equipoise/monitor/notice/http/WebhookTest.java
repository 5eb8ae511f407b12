package org.equipoise.monitor.notice.http;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertChanged.Cause;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.monitor.LocalServer;
import org.equipoise.monitor.watch.Fixtures;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WebhookTest {

    private static final String SECRET = "a secret of two words";

    private final LocalServer server = new LocalServer(this::take);
    private int status = 200;
    private final List<String> bodies = new ArrayList<>();
    private @Nullable String signature;

    @AfterEach
    void stop() {
        server.close();
    }

    private void take(HttpExchange exchange) throws IOException {
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        signature = exchange.getRequestHeaders().getFirst(Webhook.SIGNATURE);
        if (status == 302) {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    @Test
    void whatIsPostedSaysWhatItIsWhatLiesBehindItAndWhatToDo() throws IOException {
        tell(Fixtures.alert(State.FIRING, 400, Cause.MODEL));

        JsonNode body = EventCodec.mapper().readTree(bodies.get(0));
        assertThat(body.get("id").asText()).isEqualTo("nodules/v1/collapse/none/firing/400/model");
        assertThat(body.get("text").asText())
                .isEqualTo(
                        "FIRING nodules: one class takes nearly every answer. Class \"none\" takes 100 % of the answers"
                                + " of nodules/v1. Likely behind it: the model. Canaries: 4 of 16 differ.");
        assertThat(body.get("trouble").asText()).isEqualTo("one-class");
        assertThat(body.at("/alert/state").asText()).isEqualTo("firing");
        assertThat(body.get("runbook").asText()).isEqualTo("model-collapsed");
        assertThat(body.get("link").asText())
                .isEqualTo("https://equipoise.example/#/alerts/nodules%2Fv1%2Fcollapse%2Fnone");
        assertThat(body.get("runbookUrl").asText())
                .isEqualTo("https://equipoise.example/#/runbooks/model-collapsed/nodules%2Fv1%2Fcollapse%2Fnone");
    }

    @Test
    void whatWasFoundOutIsInTheTextAndHasALink() throws IOException {
        tell(Fixtures.alert(State.FIRING, 400, Cause.PREPROCESSING)
                .diagnosed(new AlertChanged.Diagnosis("d1", "The images come inverted."), Fixtures.START));
        tell(Fixtures.alert(State.FIRING, 400, Cause.PREPROCESSING));

        JsonNode body = EventCodec.mapper().readTree(bodies.get(0));
        assertThat(body.get("id").asText()).isEqualTo("nodules/v1/collapse/none/firing/400/preprocessing/d1");
        assertThat(body.get("text").asText()).contains("Diagnosis: The images come inverted. Canaries: ");
        assertThat(body.at("/alert/diagnosis/sentence").asText()).isEqualTo("The images come inverted.");
        assertThat(body.get("diagnosisUrl").asText())
                .isEqualTo("https://equipoise.example/#/models/nodules/diagnoses/d1");
        assertThat(EventCodec.mapper().readTree(bodies.get(1)).has("diagnosisUrl"))
                .isFalse();
    }

    /** The second digest is test case 2 of RFC 4231. */
    @Test
    void theBodyIsSigned() {
        tell(Fixtures.alert(State.RESOLVED, 900, null));

        assertThat(signature)
                .isEqualTo("sha256=" + Webhook.sign(bodies.get(0).getBytes(StandardCharsets.UTF_8), SECRET));
        assertThat(Webhook.sign("what do ya want for nothing?".getBytes(StandardCharsets.UTF_8), "Jefe"))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void anythingButTwoHundredIsNotTaken() {
        for (int answer : new int[] {302, 404, 500}) {
            status = answer;
            assertThatThrownBy(() -> tell(Fixtures.alert(State.FIRING, 400, null)))
                    .isInstanceOf(CompletionException.class)
                    .hasMessageContaining("it answered " + answer);
        }
        assertThat(bodies).hasSize(3);
    }

    @Test
    void settingsThatCannotBeAreNamedAndSecretsAreNot() {
        assertThatThrownBy(() -> config("ftp://host/token", SECRET).checked())
                .hasMessageContaining("equipoise.monitor.webhook.url")
                .message()
                .doesNotContain("token");
        assertThatThrownBy(() -> config("https://host", "hunter2").checked())
                .hasMessageContaining("at least 16 characters, has 7")
                .message()
                .doesNotContain("hunter2");
    }

    private void tell(AlertChanged change) {
        WebhookConfig config = config(server.address() + "/hook", SECRET);
        URI url = config.checked().orElseThrow();
        new Webhook(url, config).tell(change).toCompletableFuture().join();
    }

    private static WebhookConfig config(String url, String secret) {
        return new WebhookConfig() {
            @Override
            public Optional<String> url() {
                return Optional.of(url);
            }

            @Override
            public Optional<String> secret() {
                return Optional.of(secret);
            }

            @Override
            public Duration timeout() {
                return Duration.ofSeconds(5);
            }

            @Override
            public String consoleUrl() {
                return "https://equipoise.example/";
            }
        };
    }
}

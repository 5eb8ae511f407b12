package org.equipoise.monitor.preview.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import com.sun.net.httpserver.HttpExchange;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.EventExamples;
import org.equipoise.monitor.LocalServer;
import org.equipoise.monitor.preview.Augmenter.Answer;
import org.equipoise.monitor.preview.Augmenter.Drawn;
import org.equipoise.monitor.preview.Augmenter.Refused;
import org.equipoise.monitor.preview.Augmenter.Sheet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AugmentClientTest {

    private static final DatasetFrozen FROZEN = EventExamples.datasetFrozen();
    private static final Sheet SHEET = new Sheet(6, 2, 3);

    private final LocalServer server = new LocalServer(this::take);
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<String> requests = new ArrayList<>();
    private int status = 200;
    private byte[] body = {1, 2, 3};
    private boolean hangs;

    @AfterEach
    void stop() {
        over.countDown();
        server.close();
    }

    private void take(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("X-API-Key"));
        exchange.sendResponseHeaders(status, body.length);
        if (hangs) {
            // The head is sent, the body never ends.
            exchange.getResponseBody().write(body, 0, 1);
            exchange.getResponseBody().flush();
            awaitEnd();
        } else {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private void awaitEnd() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void itAsksAsTheCommandLineDoesWithTheKey() {
        Answer answer = client(server.address() + "/").draw(FROZEN, "rotationDegrees=10,horizontalFlip=true", SHEET);

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Drawn.class, drawn -> assertThat(drawn.png()).containsExactly(1, 2, 3));
        assertThat(requests)
                .singleElement()
                .asString()
                .startsWith("GET /preview?dataset=" + FROZEN.dataset() + "&version=" + FROZEN.version()
                        + "&augmentation=rotationDegrees%3D10%2ChorizontalFlip%3Dtrue&")
                .endsWith("&images=6&copies=2&seed=3 k");
    }

    @Test
    void whyItWasRefusedIsSaid() {
        status = 400;
        body = "{\"problem\": \"a transform must be one of these\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(drawn()).isEqualTo(new Refused(400, "a transform must be one of these"));

        status = 404;
        body = "a page of a proxy".getBytes(StandardCharsets.UTF_8);
        assertThat(drawn()).isEqualTo(new Refused(404, "the augment service answered 404"));

        status = 401;
        assertThat(drawn())
                .isEqualTo(
                        new Refused(503, "the augment service does not take the key in equipoise.monitor.augment.key"));

        status = 500;
        assertThat(drawn()).isEqualTo(new Refused(503, "the augment service answered 500"));
    }

    @Test
    void anAugmentServiceThatIsAwayOrNobodyKnowsIsSaid() {
        assertThat(client(null).draw(FROZEN, "", SHEET))
                .isEqualTo(new Refused(503, "equipoise.monitor.augment.url is not set: nobody can draw from here"));
        assertThat(client("http://127.0.0.1:1").draw(FROZEN, "", SHEET))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.status()).isEqualTo(503);
                    assertThat(refused.problem()).startsWith("the augment service cannot be reached");
                });
    }

    @Test
    void anAnswerThatDoesNotEndIsNotWaitedFor() {
        hangs = true;

        assertThat(new AugmentClient(config(server.address()), Duration.ofSeconds(1)).draw(FROZEN, "", SHEET))
                .isEqualTo(new Refused(503, "the augment service did not answer within 1 s"));
    }

    @Test
    void anAnswerThatIsTooLargeIsNotTaken() {
        body = new byte[(int) AugmentClient.MOST_BYTES + 1];

        assertThat(drawn())
                .isEqualTo(new Refused(
                        503,
                        "the augment service cannot be reached: its answer has more than " + AugmentClient.MOST_BYTES
                                + " bytes"));
    }

    /** The words of Java's own refusal repeat the key. */
    @Test
    void aKeyThatCannotBeSentIsRefusedAtTheStartAndNotRepeated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AugmentClient(config(server.address(), "s3cr\net"), AugmentClient.PATIENCE))
                .withMessageStartingWith("equipoise.monitor.augment.key must have printable ASCII characters only")
                .satisfies(refused -> assertThat(refused).hasMessageNotContaining("s3cr"));
    }

    @Test
    void anAddressThatIsNoneIsNotRepeated() {
        for (String url : List.of("http://somebody:s3cret@a host", "ftp://s3cret")) {
            assertThat(client(url).draw(FROZEN, "", SHEET))
                    .isEqualTo(new Refused(
                            503, "the augment service cannot be asked: equipoise.monitor.augment.url is no address"));
        }
    }

    private Answer drawn() {
        return client(server.address()).draw(FROZEN, "", SHEET);
    }

    private static AugmentClient client(@Nullable String url) {
        return new AugmentClient(config(url), AugmentClient.PATIENCE);
    }

    private static AugmentConfig config(@Nullable String url) {
        return config(url, "k");
    }

    private static AugmentConfig config(@Nullable String url, String key) {
        return new AugmentConfig() {
            @Override
            public Optional<String> url() {
                return Optional.ofNullable(url);
            }

            @Override
            public Optional<String> key() {
                return Optional.of(key);
            }
        };
    }
}

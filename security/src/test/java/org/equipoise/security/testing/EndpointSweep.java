package org.equipoise.security.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Asks a running service every question it has an endpoint for. The endpoints are those of its OpenAPI document, so
 * that one added tomorrow is asked, too.
 */
public final class EndpointSweep {

    /** One endpoint; path parameters are filled in. */
    public record Endpoint(String method, String path) {
        boolean reads() {
            return method.equals("GET") || method.equals("HEAD");
        }
    }

    private static final List<String> OTHER_TYPES = List.of(
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/xml",
            "no type");

    private static final List<String> METHODS = List.of("get", "head", "post", "put", "patch", "delete", "options");

    private final URI base;
    private final List<Endpoint> endpoints;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    private EndpointSweep(URI base) {
        this.base = base;
        this.endpoints = new ArrayList<>(List.of(
                new Endpoint("GET", "/q/openapi"),
                new Endpoint("GET", "/no/such/path"),
                new Endpoint("POST", "/no/such/path")));
    }

    /** Reads the endpoints of the service that listens on a port of this machine and runs with {@link Secured}. */
    public static EndpointSweep of(int port) throws IOException {
        var sweep = new EndpointSweep(URI.create("http://127.0.0.1:" + port));
        var document = sweep.send(new Endpoint("GET", "/q/openapi?format=json"), Secured.VIEWER);
        assertThat(document.statusCode())
                .as("the OpenAPI document, with a viewer's key")
                .isEqualTo(200);
        JsonNode paths = new ObjectMapper().readTree(document.body()).path("paths");
        paths.properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (METHODS.contains(method)) {
                        sweep.endpoints.add(new Endpoint(
                                method.toUpperCase(Locale.ROOT),
                                path.getKey().replaceAll("\\{[^}]+}", "nothing-of-this-name")));
                    }
                }));
        return sweep;
    }

    /**
     * Every endpoint asks for a key and for the role that it needs.
     *
     * @param annotators what an annotator's key may write to, and nothing else
     * @param among some of the endpoints: they were found
     */
    public void passes(List<String> annotators, String... among) {
        assertThat(endpoints).extracting(Endpoint::path).contains(among);
        refusesWhoeverHasNoKey();
        letsAViewerReadOnly();
        letsAnOperatorWrite();
        assertThat(Set.copyOf(writtenByAnAnnotator())).isEqualTo(Set.copyOf(annotators));
    }

    /** Without a key, and with one that nobody has, everything but health and metrics is refused. */
    private void refusesWhoeverHasNoKey() {
        for (Endpoint endpoint : endpoints) {
            assertThat(status(endpoint, null)).as("%s without a key", endpoint).isEqualTo(401);
            assertThat(status(endpoint, "guessed"))
                    .as("%s with a wrong key", endpoint)
                    .isEqualTo(401);
        }
        for (String open : List.of("/q/health", "/q/health/live", "/q/metrics")) {
            assertThat(status(new Endpoint("GET", open), null)).as(open).isNotIn(401, 403, 404);
        }
    }

    /** A viewer's key reads everything and writes nothing. */
    private void letsAViewerReadOnly() {
        for (Endpoint endpoint : endpoints) {
            int status = status(endpoint, Secured.VIEWER);
            if (endpoint.reads()) {
                assertThat(status).as("%s with a viewer's key", endpoint).isNotIn(401, 403, 500);
            } else {
                assertThat(status).as("%s with a viewer's key", endpoint).isEqualTo(403);
            }
        }
    }

    /** The endpoints that an annotator's key may write to. */
    private List<String> writtenByAnAnnotator() {
        return endpoints.stream()
                .filter(endpoint -> !endpoint.reads())
                .filter(endpoint -> status(endpoint, Secured.ANNOTATOR) != 403)
                .map(Endpoint::path)
                .toList();
    }

    /** An operator's key may do everything; what it asks for makes no sense here, so nothing happens. */
    private void letsAnOperatorWrite() {
        for (Endpoint endpoint : endpoints) {
            assertThat(status(endpoint, Secured.OPERATOR))
                    .as("%s with an operator's key", endpoint)
                    .isNotIn(401, 403);
        }
    }

    /**
     * A body that ends in the middle is refused with a sentence for people, by whatever endpoint reads it.
     *
     * @return the endpoints that refused it so
     */
    public List<Endpoint> sayWhatIsWrongWithABody() {
        List<Endpoint> refused = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            if (endpoint.reads()) {
                continue;
            }
            HttpResponse<InputStream> answer = send(endpoint, Secured.OPERATOR, "{\"reason\": ");
            assertThat(answer.statusCode()).as("%s with half a body", endpoint).isLessThan(500);
            if (answer.statusCode() == 400) {
                JsonNode problem = json(answer);
                assertThat(problem.path("problem").asText())
                        .as("%s with half a body", endpoint)
                        .isNotBlank()
                        .doesNotContain("\n");
                refused.add(endpoint);
            }
        }
        return refused;
    }

    private static JsonNode json(HttpResponse<InputStream> answer) {
        try (InputStream body = answer.body()) {
            return new ObjectMapper().readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Whatever is refused is refused in words: another Content-Type than JSON's, none, another method, a parameter that
     * is not there, a path that is none, an address that is none.
     *
     * @return the endpoints that write and refuse whatever is not said to be JSON
     */
    public List<Endpoint> refuseInWords() {
        List<Endpoint> strict = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            if (endpoint.reads()) {
                boolean resource =
                        !endpoint.path().startsWith("/q/") && !endpoint.path().startsWith("/no/");
                int unknown = status(new Endpoint(endpoint.method(), endpoint.path() + "?no-such=1"), Secured.OPERATOR);
                if (resource) {
                    assertThat(status(new Endpoint("PATCH", endpoint.path()), Secured.OPERATOR))
                            .as("PATCH %s", endpoint.path())
                            .isIn(404, 405);
                    assertThat(unknown)
                            .as("%s with an unknown parameter", endpoint)
                            .isEqualTo(400);
                }
            } else {
                List<Integer> answers = OTHER_TYPES.stream()
                        .map(type -> judged(endpoint, send(endpoint, Secured.OPERATOR, "{}", type)))
                        .toList();
                judged(endpoint, send(endpoint, Secured.OPERATOR, "{}", null));
                if (answers.stream().allMatch(answer -> answer == 415 || answer == 400)) {
                    strict.add(endpoint);
                }
            }
        }
        assertThat(status(new Endpoint("GET", "/no/such/path"), Secured.OPERATOR))
                .isEqualTo(404);
        assertThat(status(new Endpoint("GET", "/%00"), Secured.OPERATOR)).isIn(400, 404);
        return strict;
    }

    /** Only the head of an answer is waited for: some bodies are streams of events without an end. */
    private int status(Endpoint endpoint, @Nullable String key) {
        return judged(endpoint, send(endpoint, key));
    }

    /** No refusal is without words, and none is in the words of a library. Health has a form of its own. */
    private static int judged(Endpoint endpoint, HttpResponse<InputStream> answer) {
        try (InputStream body = answer.body()) {
            if (answer.statusCode() >= 400
                    && !endpoint.path().startsWith("/q/health")
                    && !endpoint.method().equals("HEAD")) {
                JsonNode problem = new ObjectMapper().readTree(body);
                assertThat(problem.path("problem").asText())
                        .as("%s: %d %s", endpoint, answer.statusCode(), problem)
                        .isNotBlank()
                        .doesNotContain("\n", "Exception", "java.", "jakarta.");
                assertThat(problem.size()).as("%s: %s", endpoint, problem).isEqualTo(1);
            }
            return answer.statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(endpoint + ": " + answer.statusCode(), e);
        }
    }

    private HttpResponse<InputStream> send(Endpoint endpoint, @Nullable String key) {
        return send(endpoint, key, "{}");
    }

    private HttpResponse<InputStream> send(Endpoint endpoint, @Nullable String key, String body) {
        return send(endpoint, key, body, "application/json");
    }

    private HttpResponse<InputStream> send(
            Endpoint endpoint, @Nullable String key, String body, @Nullable String contentType) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(endpoint.path()))
                .timeout(Duration.ofSeconds(20))
                .method(endpoint.method(), endpoint.reads() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        if (key != null) {
            request.header("X-API-Key", key);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(endpoint.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

package org.equipoise.monitor.response.http;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.monitor.response.Trainer;
import org.equipoise.security.keys.SentKey;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Asks the trainer over HTTP. */
public final class TrainerClient implements Trainer {

    private static final Logger LOG = Logger.getLogger(TrainerClient.class);
    private static final Duration CONNECT = Duration.ofSeconds(2);

    /** A version that is to serve answers its canaries first. */
    private static final Duration DECIDE = Duration.ofMinutes(2);

    private static final Duration ASK = Duration.ofSeconds(10);

    private static final ObjectReader VERSIONS = EventCodec.mapper().readerForListOf(Version.class);

    private final Optional<String> address;
    private final Optional<String> key;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();

    /**
     * A client that connects when it is asked to.
     *
     * @throws IllegalArgumentException if the key cannot be sent
     */
    public TrainerClient(TrainerConfig config) {
        address = config.url();
        key = SentKey.of("equipoise.monitor.trainer.key", config.key());
    }

    @Override
    public boolean known() {
        return address.isPresent();
    }

    @Override
    public Answer rollBack(String model, @Nullable String from, @Nullable String to, String reason) {
        Map<String, String> body = new LinkedHashMap<>();
        if (from != null) {
            body.put("from", from);
        }
        if (to != null) {
            body.put("to", to);
        }
        body.put("reason", reason);
        return post(model, "rollback", body);
    }

    @Override
    public Answer hold(String model, @Nullable String version, String reason) {
        Map<String, String> body = new LinkedHashMap<>();
        if (version != null) {
            body.put("version", version);
        }
        body.put("reason", reason);
        return post(model, "hold", body);
    }

    @Override
    public Optional<List<Version>> versions(String model) {
        Answer answer = send(model, "versions", request -> request.timeout(ASK).GET());
        if (!answer.done()) {
            return Optional.empty();
        }
        try {
            return Optional.of(VERSIONS.readValue(answer.body()));
        } catch (JsonProcessingException e) {
            LOG.errorf("the trainer's answer cannot be read: model=%s cause=%s", model, e.getOriginalMessage());
            return Optional.empty();
        }
    }

    private Answer post(String model, String verb, Map<String, String> body) {
        byte[] json = EventCodec.write(body);
        return send(
                model,
                verb,
                request -> request.timeout(DECIDE)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(json)));
    }

    private Answer send(String model, String verb, UnaryOperator<HttpRequest.Builder> asked) {
        String url = address.orElse(null);
        if (url == null) {
            return problem("equipoise.monitor.trainer.url is not set: nobody can be asked from here");
        }
        String name = URLEncoder.encode(model, StandardCharsets.UTF_8);
        try {
            HttpRequest.Builder request = asked.apply(
                    HttpRequest.newBuilder(URI.create(url.replaceFirst("/+$", "") + "/models/" + name + "/" + verb)));
            key.ifPresent(sent -> request.header("X-API-Key", sent));
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            LOG.infof("the trainer was asked: model=%s what=%s status=%d", model, verb, response.statusCode());
            return new Answer(response.statusCode(), response.body());
        } catch (IllegalArgumentException e) {
            // The words of Java's clients repeat what they were given.
            LOG.errorf("equipoise.monitor.trainer.url is no address: model=%s what=%s", model, verb);
            return problem("the trainer cannot be asked: equipoise.monitor.trainer.url is no address");
        } catch (IOException e) {
            LOG.errorf("the trainer cannot be reached: model=%s what=%s cause=%s", model, verb, e);
            return problem("the trainer cannot be reached: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return problem("interrupted while the trainer was asked");
        }
    }

    private static Answer problem(String text) {
        return new Answer(503, new String(EventCodec.write(Map.of("problem", text)), StandardCharsets.UTF_8));
    }
}

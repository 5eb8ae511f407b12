package org.equipoise.monitor.preview.http;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.monitor.preview.Augmenter;
import org.equipoise.security.keys.SentKey;
import org.jboss.logging.Logger;

/** Asks the augment service over HTTP, for so long and for so much. */
public final class AugmentClient implements Augmenter {

    private static final Logger LOG = Logger.getLogger(AugmentClient.class);
    private static final Duration CONNECT = Duration.ofSeconds(2);

    /** A version that is not in its cache is fetched first. */
    public static final Duration PATIENCE = Duration.ofMinutes(1);

    /** More than the pixels of the largest sheet in three colours. */
    static final long MOST_BYTES = 16L << 20;

    /** Are about what was asked, or pass: whoever asks is told so. */
    private static final Set<Integer> TOLD = Set.of(400, 404, 503);

    private final Optional<String> address;
    private final Optional<String> key;
    private final Duration patience;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();

    /**
     * A client that connects when it is asked to.
     *
     * @param patience of a whole answer
     * @throws IllegalArgumentException if the key cannot be sent
     */
    public AugmentClient(AugmentConfig config, Duration patience) {
        address = config.url();
        key = SentKey.of("equipoise.monitor.augment.key", config.key());
        this.patience = patience;
    }

    @Override
    public Answer draw(DatasetFrozen version, String augmentation, Sheet sheet) {
        String url = address.orElse(null);
        if (url == null) {
            return later("equipoise.monitor.augment.url is not set: nobody can draw from here");
        }
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                    URI.create(url.replaceFirst("/+$", "") + path(version, augmentation, sheet)));
            key.ifPresent(sent -> request.header("X-API-Key", sent));
            HttpResponse<byte[]> response = whole(request.GET().build());
            return response.statusCode() == 200
                    ? new Drawn(response.body())
                    : refused(response.statusCode(), response.body());
        } catch (IllegalArgumentException e) {
            // The words of Java's clients repeat what they were given.
            LOG.warnf("equipoise.monitor.augment.url is no address: dataset=%s", version.dataset());
            return later("the augment service cannot be asked: equipoise.monitor.augment.url is no address");
        } catch (IOException e) {
            LOG.warnf("the augment service cannot be asked: dataset=%s cause=%s", version.dataset(), e);
            return later("the augment service cannot be reached: " + e.getMessage());
        } catch (TimeoutException e) {
            LOG.warnf("the augment service did not answer: dataset=%s", version.dataset());
            return later("the augment service did not answer within " + patience.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return later("interrupted while the augment service was asked");
        }
    }

    /** Head and body within the patience: what comes later is not waited for. */
    private HttpResponse<byte[]> whole(HttpRequest request) throws IOException, TimeoutException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, head -> new BoundedBody(MOST_BYTES));
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause() == null ? e.getMessage() : words(e.getCause()), e);
        } finally {
            answer.cancel(true);
        }
    }

    /** Some causes have no words of their own. */
    private static String words(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static Answer refused(int status, byte[] body) {
        if (status == 401 || status == 403) {
            return later("the augment service does not take the key in equipoise.monitor.augment.key");
        }
        return TOLD.contains(status)
                ? new Refused(status, problem(status, body))
                : later("the augment service answered " + status);
    }

    private static String problem(int status, byte[] body) {
        try {
            return EventCodec.mapper().readTree(body).path("problem").asText("the augment service answered " + status);
        } catch (IOException e) {
            return "the augment service answered " + status;
        }
    }

    private static Answer later(String problem) {
        return new Refused(503, problem);
    }

    private static String path(DatasetFrozen version, String augmentation, Sheet sheet) {
        ValueWindow window = version.window();
        return "/preview?dataset=" + encoded(version.dataset())
                + "&version=" + encoded(version.version())
                + "&augmentation=" + encoded(augmentation)
                + (window == null ? "" : "&window=" + window.low() + ":" + window.high())
                + "&images=" + sheet.images()
                + "&copies=" + sheet.copies()
                + "&seed=" + sheet.seed();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

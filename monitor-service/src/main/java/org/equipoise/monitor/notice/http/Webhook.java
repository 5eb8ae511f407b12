package org.equipoise.monitor.notice.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.monitor.alerting.AlertLinks;
import org.equipoise.monitor.alerting.AlertText;
import org.equipoise.monitor.alerting.Runbooks;
import org.equipoise.monitor.alerting.Trouble;
import org.equipoise.monitor.notice.Receiver;
import org.jspecify.annotations.Nullable;

/**
 * Posts alerts as JSON. Taken is what is answered with 2xx; redirects are not followed. With a secret, the header
 * {@value #SIGNATURE} holds {@code sha256=} and the HMAC-SHA-256 of the body in hex.
 */
public final class Webhook implements Receiver {

    /** Header with the signature of the body. */
    public static final String SIGNATURE = "X-Equipoise-Signature";

    private final URI url;
    private final @Nullable String secret;
    private final AlertLinks links;
    private final Duration timeout;
    private final HttpClient client;

    /**
     * What is posted.
     *
     * @param id of this change of the alert; the same when it is posted again
     * @param text for a person: what it is, the share, the class, the cause, the exact difference where it was found,
     *     and the evidence, which names stations
     * @param trouble what it is about, in a word
     * @param alert the alert as it is on {@code alerts.changed}
     * @param runbook what to do: the name of a file in {@code docs/runbooks}
     * @param runbookUrl the same as a page of the console, filled in for this alert
     * @param link the alert in the console
     * @param diagnosisUrl the page of the console that says what was found out; absent where nothing was
     */
    public record Body(
            String id,
            String text,
            Trouble trouble,
            AlertChanged alert,
            String runbook,
            String runbookUrl,
            String link,
            @Nullable String diagnosisUrl) {}

    /** @param url where to post, as {@link WebhookConfig#checked} returned it */
    public Webhook(URI url, WebhookConfig config) {
        this.url = url;
        secret = config.secret().orElse(null);
        links = new AlertLinks(config.consoleUrl());
        timeout = config.timeout();
        client = HttpClient.newBuilder().connectTimeout(timeout).build();
    }

    @Override
    public CompletionStage<Void> tell(AlertChanged change) {
        byte[] body = EventCodec.write(body(change));
        var request = HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (secret != null) {
            request.header(SIGNATURE, "sha256=" + sign(body, secret));
        }
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding())
                .thenCompose(Webhook::taken);
    }

    private static CompletionStage<Void> taken(HttpResponse<Void> response) {
        int status = response.statusCode();
        return status >= 200 && status < 300
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(new IOException("it answered " + status));
    }

    private Body body(AlertChanged change) {
        return new Body(
                change.changeId(),
                AlertText.of(change),
                Trouble.of(change),
                change,
                Runbooks.of(change.kind()),
                links.runbook(change),
                links.alert(change),
                links.diagnosis(change));
    }

    static String sign(byte[] body, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}

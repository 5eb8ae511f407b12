package org.equipoise.monitor.notice.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Who is told of alerts. Configuration prefix {@code equipoise.monitor.webhook}. */
@ConfigMapping(prefix = "equipoise.monitor.webhook")
public interface WebhookConfig {

    /** Where to post alerts, {@code http://} or {@code https://}; nobody is told without it. */
    Optional<String> url();

    /**
     * What the posts are signed with (HMAC-SHA-256), so that the receiver knows who sent them; at least 16 characters.
     */
    Optional<String> secret();

    /** How long one post may take, in [100 ms, 60 s]. */
    @WithDefault("5s")
    Duration timeout();

    /** The console's address as people reach it, for links in the posts and answers. */
    @WithDefault("http://127.0.0.1:${quarkus.http.port:8084}")
    String consoleUrl();

    /**
     * The address to post to.
     *
     * @throws IllegalArgumentException if a setting is out of its range; secrets and addresses are not repeated
     */
    default Optional<URI> checked() {
        if (timeout().toMillis() < 100 || timeout().toSeconds() > 60) {
            throw new IllegalArgumentException(
                    "equipoise.monitor.webhook.timeout must be in [100 ms, 60 s], got " + timeout());
        }
        if (secret().isPresent() && secret().get().length() < 16) {
            throw new IllegalArgumentException("equipoise.monitor.webhook.secret must have at least 16 characters, has "
                    + secret().get().length());
        }
        return url().map(WebhookConfig::address);
    }

    private static URI address(String url) {
        try {
            URI address = new URI(url);
            String scheme = String.valueOf(address.getScheme());
            if ((scheme.equals("http") || scheme.equals("https")) && address.getHost() != null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // The address may hold a token: it is not repeated.
        }
        throw new IllegalArgumentException(
                "equipoise.monitor.webhook.url must be an address that begins with http:// or https://");
    }
}

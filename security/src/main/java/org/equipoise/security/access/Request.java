package org.equipoise.security.access;

import java.util.Set;

import org.equipoise.security.keys.Role;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a request when it is judged.
 *
 * @param path decoded and without {@code ..}
 * @param host the host that it was sent to, without the port; null if it does not say
 * @param origin of the page that sent it; null if it was none or the browser does not say
 * @param role of its key; null without a key
 */
public record Request(
        String method,
        String path,
        @Nullable String host,
        @Nullable String origin,
        @Nullable Role role) {

    private static final Set<String> READING = Set.of("GET", "HEAD");

    boolean reads() {
        return READING.contains(method);
    }
}

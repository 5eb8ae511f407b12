package org.equipoise.security.access;

import java.util.Set;

import org.equipoise.security.keys.Role;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a request when it is judged.
 *
 * @param path decoded and without {@code ..}
 * @param target where it was sent to; null if it does not say
 * @param role of its key; null without a key
 */
public record Request(
        String method,
        String path,
        @Nullable Origin target,
        Sender sender,
        @Nullable Role role) {

    private static final Set<String> READING = Set.of("GET", "HEAD");

    boolean reads() {
        return READING.contains(method);
    }
}

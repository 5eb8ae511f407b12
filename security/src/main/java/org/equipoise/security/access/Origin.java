package org.equipoise.security.access;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Where a page comes from, or where a request goes to: the three things that have to be equal for both to be the same
 * origin (RFC 6454).
 *
 * @param scheme in lower case
 * @param host in lower case, an IPv6 address without brackets
 * @param port the scheme's own where none was named
 */
public record Origin(String scheme, String host, int port) {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

    /** The same origin in one form. */
    public Origin {
        scheme = scheme.toLowerCase(Locale.ROOT);
        host = host.toLowerCase(Locale.ROOT);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (port < 0) {
            port = scheme.equals("https") ? 443 : 80;
        }
    }

    /** What a browser writes into the header {@code Origin}; empty for {@code null} and for what is none. */
    static Optional<Origin> parse(String header) {
        try {
            URI uri = URI.create(header);
            @Nullable String scheme = uri.getScheme();
            @Nullable String host = uri.getHost();
            return scheme == null || host == null
                    ? Optional.empty()
                    : Optional.of(new Origin(scheme, host, uri.getPort()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    boolean isLoopback() {
        return LOOPBACK.contains(host);
    }
}

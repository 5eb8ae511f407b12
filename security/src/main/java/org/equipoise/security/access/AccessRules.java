package org.equipoise.security.access;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.equipoise.security.access.SecurityConfig.Mode;
import org.equipoise.security.keys.Role;
import org.jspecify.annotations.Nullable;

/**
 * What a request may do. What is not allowed here is not allowed: an endpoint that nobody thought of needs a key to be
 * read and an operator's to be written.
 */
public final class AccessRules {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    private final Mode mode;
    private final Paths open;
    private final Paths annotators;

    public AccessRules(SecurityConfig config) {
        List<String> paths = new ArrayList<>(config.publicPaths());
        config.pagePaths().ifPresent(paths::addAll);
        this.mode = config.mode();
        this.open = new Paths(paths);
        this.annotators = new Paths(config.annotatorPaths().orElse(List.of()));
    }

    /** Judges one request. */
    public Access judge(Request request) {
        return mode == Mode.LOCAL ? local(request) : byKey(request);
    }

    private Access byKey(Request request) {
        if (request.reads() && open.contain(request.path())) {
            return Access.GRANTED;
        }
        Role role = request.role();
        if (role == null) {
            return Access.NEEDS_KEY;
        }
        boolean may = request.reads()
                || role == Role.OPERATOR
                || (role.compareTo(Role.ANNOTATOR) >= 0 && annotators.contain(request.path()));
        return may ? Access.GRANTED : Access.FORBIDDEN;
    }

    /**
     * Without keys, a browser on this machine is the way in: a foreign page may not write, and a foreign name that was
     * made to point here (DNS rebinding) may not even read.
     */
    private static Access local(Request request) {
        String host = request.host();
        if (host == null || !LOOPBACK.contains(host)) {
            return Access.FORBIDDEN;
        }
        return request.reads() || isLocal(request.origin()) ? Access.GRANTED : Access.FORBIDDEN;
    }

    private static boolean isLocal(@Nullable String origin) {
        if (origin == null) {
            return true;
        }
        try {
            String host = URI.create(origin).getHost();
            return host != null && LOOPBACK.contains(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}

package org.equipoise.security.access;

import java.util.ArrayList;
import java.util.List;

import org.equipoise.security.access.SecurityConfig.Mode;
import org.equipoise.security.keys.Role;

/**
 * What a request may do. What is not allowed here is not allowed: an endpoint that nobody thought of needs a key to be
 * read and an operator's to be written.
 */
public final class AccessRules {

    private final Mode mode;
    private final Paths open;
    private final Paths annotators;
    private final Paths senders;

    public AccessRules(SecurityConfig config) {
        List<String> paths = new ArrayList<>(config.publicPaths());
        config.pagePaths().ifPresent(paths::addAll);
        this.mode = config.mode();
        this.open = new Paths(paths);
        this.annotators = new Paths(config.annotatorPaths().orElse(List.of()));
        this.senders = new Paths(config.senderPaths().orElse(List.of()));
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
        if (role == Role.SENDER) {
            return !request.reads() && senders.contain(request.path()) ? Access.GRANTED : Access.SENDS_ONLY;
        }
        if (request.reads() || role == Role.OPERATOR) {
            return Access.GRANTED;
        }
        if (!annotators.contain(request.path())) {
            return Access.NEEDS_OPERATOR;
        }
        return role.compareTo(Role.ANNOTATOR) >= 0 ? Access.GRANTED : Access.NEEDS_ANNOTATOR;
    }

    /**
     * Without keys, a browser on this machine is the way in: no page but the service's own may write, not even one that
     * another program on this machine serves, and a foreign name that was made to point here (DNS rebinding) may not
     * even read.
     */
    private static Access local(Request request) {
        Origin target = request.target();
        if (target == null || !target.isLoopback()) {
            return Access.OTHER_HOST;
        }
        return request.reads() ? Access.GRANTED : request.sender().writingTo(target);
    }
}

package org.equipoise.security.access;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Who may ask this service what. */
@ConfigMapping(prefix = "equipoise.security")
public interface SecurityConfig {

    /** How a request is judged. */
    enum Mode {
        /** By its key. */
        KEYS,
        /** Everything is allowed to whoever works on this machine; the service must listen on loopback only. */
        LOCAL
    }

    /** {@code keys} or {@code local}. */
    @WithDefault("keys")
    Mode mode();

    /**
     * Each {@code name:sha256hex:role}; role is {@code sender}, {@code viewer}, {@code annotator}, {@code adjudicator}
     * or {@code operator}.
     */
    Optional<List<String>> apiKeys();

    /** What may be read without a key; {@code /*} at the end of one means all that lies under it. */
    @WithDefault("/q/health,/q/health/*,/q/metrics")
    List<String> publicPaths();

    /** Files of a page, which may be read without a key, in the same form. What they show still needs one. */
    Optional<List<String>> pagePaths();

    /** Where an annotator or adjudicator may write, in the same form. */
    Optional<List<String>> annotatorPaths();

    /**
     * Where an imaging system may send objects to, in the same form; {@code *} between two slashes is any one name.
     * Bodies are larger there than elsewhere.
     */
    Optional<List<String>> senderPaths();

    /**
     * Bytes of a body that is sent anywhere else; absent: {@code quarkus.http.limits.max-body-size}, as at sender
     * paths.
     */
    OptionalLong bodyBytes();
}

package org.equipoise.common.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The keys that a service takes. A request carries its key in the header {@value #HEADER} or as {@code Authorization:
 * Bearer}. Kept, and configured, as SHA-256: a key is long and random, so there is nothing to guess, and who reads the
 * configuration cannot use it. Every key is compared in constant time. Immutable.
 */
public final class ApiKeys {

    /** The header that carries a key. */
    public static final String HEADER = "X-API-Key";

    private static final String BEARER = "bearer ";
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Pattern KEY = Pattern.compile("([a-z0-9][a-z0-9._-]{0,62}):(viewer|operator):([0-9a-f]{64})");

    private final List<Key> keys;

    /** What a key allows. */
    private enum Role {
        /** Reads. */
        VIEWER,
        /** Reads and changes. */
        OPERATOR
    }

    private record Key(String name, Role role, String sha256) {}

    /**
     * Why a request is refused.
     *
     * @param status 401 without a key that is known, 403 if it does not allow this
     */
    public record Refusal(int status, String problem) {}

    private ApiKeys(List<Key> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * The keys of a configuration.
     *
     * @param configured each {@code name:viewer:sha256} or {@code name:operator:sha256}, the hash in 64 hex digits;
     *     none: every request is taken
     * @param host where the service listens
     * @param open whether to take every request although others than this machine can reach the service
     * @throws IllegalArgumentException if an entry is not a key, without its hash in the message
     * @throws IllegalStateException if there is no key, the service listens beyond loopback, and nobody said that it
     *     may be open
     */
    public static ApiKeys of(List<String> configured, String host, boolean open) {
        List<Key> keys = new ArrayList<>();
        for (String entry : configured) {
            var matcher = KEY.matcher(entry.strip());
            if (!matcher.matches()) {
                String name =
                        entry.contains(":") ? entry.substring(0, entry.indexOf(':')) : "entry " + (keys.size() + 1);
                throw new IllegalArgumentException("equipoise.api-keys: \"" + name
                        + "\" must be name:viewer:SHA-256 or name:operator:SHA-256, the hash in 64 hex digits");
            }
            keys.add(new Key(
                    matcher.group(1), Role.valueOf(matcher.group(2).toUpperCase(Locale.ROOT)), matcher.group(3)));
        }
        if (keys.isEmpty() && !open && !loopback(host)) {
            throw new IllegalStateException(
                    "this service listens on " + host + ", which others can reach, and knows no API"
                            + " key: set equipoise.api-keys, listen on 127.0.0.1, or say equipoise.security.open=true");
        }
        return new ApiKeys(keys);
    }

    private static boolean loopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * Whether a request is refused, and why.
     *
     * @param key value of {@value #HEADER}
     * @param authorization value of {@code Authorization}
     * @param method of HTTP
     */
    public Optional<Refusal> refusal(@Nullable String key, @Nullable String authorization, String method) {
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        String given = key == null ? bearer(authorization) : key;
        if (given == null) {
            return Optional.of(new Refusal(401, "an API key is needed: header " + HEADER));
        }
        Key known = find(sha256(given.strip()));
        if (known == null) {
            return Optional.of(new Refusal(401, "this API key is not known"));
        }
        if (known.role() == Role.VIEWER && !READING.contains(method)) {
            return Optional.of(new Refusal(403, "the API key " + known.name() + " may only read"));
        }
        return Optional.empty();
    }

    /** One sentence for the log. */
    public String describe() {
        return keys.isEmpty()
                ? "no API key is configured: every request is taken"
                : "every request needs one of " + keys.size() + " API keys";
    }

    private static @Nullable String bearer(@Nullable String authorization) {
        return authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
                ? authorization.substring(BEARER.length())
                : null;
    }

    private @Nullable Key find(String sha256) {
        byte[] wanted = sha256.getBytes(StandardCharsets.US_ASCII);
        Key found = null;
        for (Key key : keys) {
            if (MessageDigest.isEqual(wanted, key.sha256().getBytes(StandardCharsets.US_ASCII))) {
                found = key;
            }
        }
        return found;
    }

    /** SHA-256 of a key, 64 hex digits: what a configuration holds of it. */
    public static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}

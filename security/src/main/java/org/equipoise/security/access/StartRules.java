package org.equipoise.security.access;

import java.util.Optional;

import org.equipoise.security.access.SecurityConfig.Mode;

/** Whether a service may start as it is configured. */
public final class StartRules {

    private StartRules() {}

    /**
     * Why it may not, as a sentence for whoever starts it.
     *
     * @param host the address it is to listen on
     * @param loopback whether only this machine reaches that address
     * @param keys how many keys are configured
     */
    public static Optional<String> refusal(Mode mode, String host, boolean loopback, int keys) {
        if (mode == Mode.LOCAL && !loopback) {
            return Optional.of("equipoise.security.mode=local asks nobody for a key, and quarkus.http.host=" + host
                    + " lets other machines in: set equipoise.security.mode=keys and equipoise.security.api-keys,"
                    + " or listen on 127.0.0.1");
        }
        if (mode == Mode.KEYS && keys == 0) {
            return Optional.of("no API key is configured, so nobody could be let in on " + host
                    + ": set equipoise.security.api-keys (EQUIPOISE_SECURITY_API_KEYS) to name:sha256hex:role, see"
                    + " docs/security.md; on 127.0.0.1, equipoise.security.mode=local needs none");
        }
        return Optional.empty();
    }
}

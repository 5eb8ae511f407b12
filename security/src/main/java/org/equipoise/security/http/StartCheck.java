package org.equipoise.security.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.StartupEvent;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.security.access.SecurityConfig;
import org.equipoise.security.access.StartRules;
import org.equipoise.security.keys.ApiKeys;

/** Refuses to start a service that would let everybody or nobody in. */
@ApplicationScoped
class StartCheck {

    private final SecurityConfig config;
    private final String host;

    StartCheck(SecurityConfig config, @ConfigProperty(name = "quarkus.http.host") String host) {
        this.config = config;
        this.host = host;
    }

    /** Before anything else starts, consumers of Kafka among it. */
    void onStart(@Observes @Priority(1) StartupEvent event) {
        int keys = ApiKeys.of(config.apiKeys().orElse(List.of())).size();
        StartRules.refusal(config.mode(), host, isLoopback(host), keys).ifPresent(sentence -> {
            throw new IllegalStateException(sentence);
        });
    }

    /** A name that cannot be resolved is not taken for this machine. */
    static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}

package org.equipoise.monitor.app;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.quarkus.runtime.StartupEvent;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.security.ApiKeys;
import org.jboss.logging.Logger;

/** Who may ask this service what. */
class SecurityWiring {

    private static final Logger LOG = Logger.getLogger(SecurityWiring.class);

    @Produces
    @Singleton
    ApiKeys apiKeys(
            @ConfigProperty(name = "equipoise.api-keys") Optional<List<String>> keys,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "equipoise.security.open", defaultValue = "false") boolean open) {
        return ApiKeys.of(keys.orElse(List.of()), host, open);
    }

    /** A service that anybody could use does not start. */
    void check(@Observes StartupEvent event, ApiKeys keys) {
        LOG.info(keys.describe());
    }
}

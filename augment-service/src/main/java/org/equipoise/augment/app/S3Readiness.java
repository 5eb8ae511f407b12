package org.equipoise.augment.app;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.equipoise.common.storage.ObjectStore;

/** Ready only while the object store answers. */
@Readiness
@ApplicationScoped
class S3Readiness implements HealthCheck {

    private final ObjectStore store;

    S3Readiness(ObjectStore store) {
        this.store = store;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("object store").status(store.healthy()).build();
    }
}

package org.equipoise.trainer.app;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.equipoise.common.storage.ObjectStore;

/** Ready only while the object store answers. */
@Readiness
class StorageHealth implements HealthCheck {

    private final ObjectStore objects;

    StorageHealth(ObjectStore objects) {
        this.objects = objects;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("object-store")
                .status(objects.healthy())
                .build();
    }
}

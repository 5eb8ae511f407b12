package org.equipoise.trainer.app;

import io.smallrye.health.api.Wellness;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.equipoise.trainer.classifier.LoadedModels;

/**
 * Well while every champion that was asked answers. Neither readiness nor liveness: the service goes on for the other
 * models, and a restart would not repair a stored version.
 */
@Wellness
class ChampionHealth implements HealthCheck {

    private final LoadedModels models;

    ChampionHealth(LoadedModels models) {
        this.models = models;
    }

    @Override
    public HealthCheckResponse call() {
        var unusable = models.unusable();
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("champions").status(unusable.isEmpty());
        unusable.forEach(response::withData);
        return response.build();
    }
}

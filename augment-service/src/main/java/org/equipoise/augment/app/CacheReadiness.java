package org.equipoise.augment.app;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.equipoise.augment.packs.SplitReader;

/** Not ready while training splits that were asked for cannot be written into the cache folder; says why. */
@Readiness
@ApplicationScoped
class CacheReadiness implements HealthCheck {

    private final SplitReader splits;

    CacheReadiness(SplitReader splits) {
        this.splits = splits;
    }

    @Override
    public HealthCheckResponse call() {
        var problem = splits.problem();
        var response = HealthCheckResponse.named("cache folder").status(problem.isEmpty());
        problem.ifPresent(why -> response.withData("problem", why));
        return response.build();
    }
}

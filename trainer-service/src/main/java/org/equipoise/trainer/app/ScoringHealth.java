package org.equipoise.trainer.app;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.equipoise.trainer.registry.DecisionLog;

/** Ready once it is known which versions serve. */
@Readiness
class ScoringHealth implements HealthCheck {

    private final DecisionLog decisions;

    ScoringHealth(DecisionLog decisions) {
        this.decisions = decisions;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("decision-log")
                .status(decisions.isCaughtUp())
                .build();
    }
}

package org.equipoise.monitor.http;

import java.util.List;
import java.util.Locale;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.monitor.watch.WatchedVersions;
import org.jspecify.annotations.Nullable;

/** The last change of every alert. */
@Path("/alerts")
public class AlertsResource {

    private final WatchedVersions versions;

    AlertsResource(WatchedVersions versions) {
        this.versions = versions;
    }

    /** Alerts, newest change first. */
    @GET
    @Operation(summary = "The last change of every alert, newest first; ?state=pending, firing or resolved")
    public List<AlertChanged> alerts(@QueryParam("state") @Nullable String state) {
        return versions.alerts().stream()
                .filter(alert -> state == null
                        || alert.state().name().toLowerCase(Locale.ROOT).equals(state))
                .sorted((a, b) -> b.changedAt().compareTo(a.changedAt()))
                .toList();
    }
}

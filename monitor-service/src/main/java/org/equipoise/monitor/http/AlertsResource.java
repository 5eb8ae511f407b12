package org.equipoise.monitor.http;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.equipoise.monitor.alerting.AlertLinks;
import org.equipoise.monitor.alerting.Silences;
import org.equipoise.monitor.response.Responder;
import org.equipoise.monitor.watch.WatchedVersion;
import org.equipoise.monitor.watch.WatchedVersions;
import org.equipoise.security.http.Parameters;
import org.jspecify.annotations.Nullable;

/** The last change of every alert. */
@Path("/alerts")
@Produces(MediaType.APPLICATION_JSON)
public class AlertsResource {

    private static final String EXAMPLE = """
            [{"alertId": "nodules/9d3c1b7a2f10/collapse/none", "model": "nodules", "modelVersion": "9d3c1b7a2f10",
              "kind": "collapse", "state": "firing", "className": "none", "classIndex": 0, "share": 1.0,
              "healthyShare": 0.87, "odds": 1300000.0, "predictionsSeen": 422, "predictionsInvolved": 120,
              "summary": "For about 120 predictions class \\"none\\" takes 100 % of the answers of nodules/9d3c1b7a2f10; healthy is 87 % (at most 90 %). Odds 1.3e6 : 1 against a healthy model.",
              "since": "2026-11-23T08:00:00Z", "changedAt": "2026-11-23T08:40:00Z", "cause": "model",
              "evidence": ["Canaries: 4 of 16 canaries differ from registration by more than 0.01."],
              "diagnosis": {"diagnosisId": "9d3c1b7a2f10-1", "sentence": "The weights are not those of the last training."},
              "trouble": "one-class",
              "now": {"share": 1.0, "odds": 2.1e9, "predictionsSeen": 900, "predictionsInvolved": 598},
              "runbook": "model-collapsed",
              "runbookUrl": "https://equipoise.example/#/runbooks/model-collapsed/nodules%2F9d3c1b7a2f10%2Fcollapse%2Fnone",
              "diagnosisUrl": "https://equipoise.example/#/models/nodules/diagnoses/9d3c1b7a2f10-1",
              "proposal": {"model": "nodules", "version": "9d3c1b7a2f10", "action": "roll-back", "instances": ["scorer-1"],
                           "reason": "For about 120 predictions class \\"none\\" takes 100 % of the answers."}}]""";

    private static final List<String> STATES = List.of("pending", "firing", "silenced", "resolved");

    private final WatchedVersions versions;
    private final Silences silences;
    private final Responder responder;
    private final AlertLinks links;
    private final Clock clock;

    AlertsResource(WatchedVersions versions, Silences silences, Responder responder, AlertLinks links, Clock clock) {
        this.versions = versions;
        this.silences = silences;
        this.responder = responder;
        this.links = links;
        this.clock = clock;
    }

    /** Alerts, newest change first. */
    @GET
    @Operation(summary = "The last change of every alert, newest first; ?state=pending, firing, silenced or resolved")
    @APIResponse(
            responseCode = "200",
            description = "Alerts",
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.ARRAY, implementation = AlertView.class),
                            examples = @ExampleObject(name = "a collapse", value = EXAMPLE)))
    @APIResponse(responseCode = "400", description = "There is no such state")
    @APIResponse(responseCode = "503", description = "The state is still being restored")
    public List<AlertView> alerts(@QueryParam("state") @Nullable String state) {
        String wanted = Parameters.oneOf("state", state, STATES);
        Instant now = clock.instant();
        Map<String, WatchedVersion> known =
                versions.all().stream().collect(Collectors.toMap(WatchedVersion::id, version -> version));
        return versions.alerts().stream()
                .sorted((a, b) -> b.changedAt().compareTo(a.changedAt()))
                .map(alert -> AlertView.of(
                        alert, known.get(alert.model() + "/" + alert.modelVersion()), links, silences, responder, now))
                .filter(alert -> wanted == null || alert.shownAs().equals(wanted))
                .toList();
    }
}

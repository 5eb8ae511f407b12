package org.equipoise.monitor.console.http;

import java.util.List;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.equipoise.monitor.console.ConsoleState;
import org.equipoise.monitor.console.FrozenDatasets.DatasetView;

/** Datasets as they were frozen. */
@Path("/datasets")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "datasets", description = "Frozen versions: balance and findings")
class DatasetsResource {

    private final ConsoleState state;

    DatasetsResource(ConsoleState state) {
        this.state = state;
    }

    @GET
    @Operation(summary = "Every dataset with its frozen versions, the newest first")
    public List<DatasetView> datasets() {
        return state.datasets().all();
    }
}

package org.equipoise.trainer.http;

import java.util.List;
import java.util.Map;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.equipoise.security.http.Problem;
import org.equipoise.trainer.labels.LabelAudit;
import org.equipoise.trainer.recipe.InvalidRecipeException;
import org.equipoise.trainer.recipe.RecipeBook;
import org.equipoise.trainer.recipe.RecipeTable;
import org.jspecify.annotations.Nullable;

/** What a training may be told, to look up and to try before anything is frozen. */
@Path("/recipes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "recipes", description = "The settings of a training")
class RecipesResource {

    /**
     * One setting.
     *
     * @param values what it may be and what that means, in words
     * @param usual its value where neither the recipe nor a person says otherwise
     */
    record Setting(String name, String values, String usual) {}

    /**
     * What a request would ask for.
     *
     * @param recipe {@code naive}, {@code auto}, {@code custom} or {@code labels}
     * @param settings by name; absent for none
     */
    record CheckBody(@Nullable String recipe, @Nullable Map<String, String> settings) {}

    /** The recipe and the settings could be asked for. */
    record Checked(String recipe, Map<String, String> settings) {}

    @GET
    @Path("/settings")
    @Operation(summary = "Every setting of a recipe, what it may be and what is usual")
    public List<Setting> settings() {
        return RecipeTable.settings().stream()
                .map(setting -> new Setting(setting.name(), setting.values(), setting.usual()))
                .toList();
    }

    @POST
    @Path("/check")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Whether a training could be asked for with this recipe and these settings; nothing is done")
    @APIResponse(responseCode = "200", description = "It could, whatever the dataset")
    @APIResponse(
            responseCode = "400",
            description = "A name is unknown or a value out of its range: which, and what may be")
    public Response check(@Nullable CheckBody body) {
        if (body == null || body.recipe() == null) {
            throw Problem.bad(
                    "a recipe is needed: " + String.join(", ", RecipeBook.NAMES) + " or " + LabelAudit.RECIPE);
        }
        Map<String, String> settings = body.settings() == null ? Map.of() : body.settings();
        try {
            if (body.recipe().equals(LabelAudit.RECIPE)) {
                LabelAudit.check(settings);
            } else {
                RecipeBook.check(body.recipe(), settings);
            }
        } catch (InvalidRecipeException e) {
            throw Problem.bad(String.valueOf(e.getMessage()));
        }
        return Response.ok(new Checked(body.recipe(), settings)).build();
    }
}

package org.equipoise.trainer.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.common.annotation.Blocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.security.http.Problem;
import org.equipoise.trainer.outside.OutsideModel;
import org.equipoise.trainer.outside.OutsideModel.Scaling;
import org.equipoise.trainer.outside.OutsideRegistrar;
import org.equipoise.trainer.outside.ServingFormat;
import org.equipoise.trainer.registry.InvalidModelException;
import org.equipoise.trainer.registry.RegistryConfig;
import org.equipoise.trainer.training.DatasetCatalogue;
import org.equipoise.trainer.training.SavedModel;
import org.jspecify.annotations.Nullable;

/** Takes over models that were trained elsewhere, once their zip is in the object store. */
@Path("/models/{model}/register")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "operator", description = "Take a version out of service, bring one in")
class RegisterResource {

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    private final OutsideRegistrar registrar;
    private final DatasetCatalogue datasets;
    private final ObjectStore objects;
    private final RegistryConfig config;

    RegisterResource(
            OutsideRegistrar registrar, DatasetCatalogue datasets, ObjectStore objects, RegistryConfig config) {
        this.registrar = registrar;
        this.datasets = datasets;
        this.objects = objects;
        this.config = config;
    }

    /**
     * @param sha256 of the zip, which lies in the bucket {@code models} as {@code <model>/uploads/<sha256>.zip}
     * @param labels classes in the order of the outputs
     * @param size height x width x channels, where the signature leaves it open
     * @param scale {@code 1/255}, {@code -1..1} or {@code none}; needed when the model takes float32
     * @param output {@code softmax} (default) or {@code logits}
     * @param fit how its training brought images of another aspect into the input: {@code stretch} (default),
     *     {@code pad} (their edges are repeated) or {@code crop}
     * @param dataset whose frozen test split judges the model
     * @param withoutGate serve it without a dataset to judge it on
     * @param reason why it may serve unjudged
     */
    record RegisterBody(
            @Nullable String sha256,
            @Nullable List<String> labels,
            @Nullable String size,
            @Nullable String scale,
            @Nullable String output,
            @Nullable String fit,
            @Nullable String dataset,
            @Nullable String datasetVersion,
            boolean withoutGate,
            @Nullable String reason) {}

    @POST
    @Blocking
    @Operation(summary = "Registers a SavedModel trained elsewhere and judges it on a dataset's frozen test split")
    @APIResponse(responseCode = "200", description = "The decision: promoted, or refused with every check")
    @APIResponse(responseCode = "400", description = "The request or the model is not what it must be, and why")
    @APIResponse(responseCode = "404", description = "No such upload or dataset")
    @APIResponse(responseCode = "413", description = "The upload is larger than a trainer takes, and the limit")
    public Response register(@PathParam("model") String model, RegisterBody body) {
        Requests.model(model);
        OutsideModel outside = outside(model, body);
        boolean judged = body.dataset() != null;
        if (judged == body.withoutGate()) {
            throw Problem.bad("say a dataset to judge the model on, or withoutGate, and not both");
        }
        String reason = judged ? "" : Requests.reason(body.reason());
        String sha256 = sha256(body.sha256());
        String key = ObjectKeys.upload(model, sha256);
        Optional<Long> size = objects.size(Bucket.MODELS, key);
        if (size.isPresent() && size.get() > config.maxUploadBytes()) {
            objects.delete(Bucket.MODELS, key);
            return Problem.answer(
                    Response.Status.REQUEST_ENTITY_TOO_LARGE.getStatusCode(),
                    "the zip has " + size.get() + " bytes, at most " + config.maxUploadBytes()
                            + " are taken (equipoise.trainer.registry.max-upload-bytes)");
        }
        Optional<DatasetFrozen> dataset = judged ? dataset(body) : Optional.empty();
        if (judged && dataset.isEmpty()) {
            objects.delete(Bucket.MODELS, key);
            return Problem.answer(
                    Response.Status.NOT_FOUND.getStatusCode(),
                    "no frozen version " + body.datasetVersion() + " of dataset " + body.dataset());
        }
        Optional<byte[]> upload = objects.get(Bucket.MODELS, key, config.maxUploadBytes());
        if (upload.isEmpty()) {
            return Problem.answer(Response.Status.NOT_FOUND.getStatusCode(), "no object models/" + key);
        }
        if (!new SavedModel(upload.get()).sha256().equals(sha256)) {
            throw Problem.bad("models/" + key + " has other bytes than its name says: upload it again");
        }
        try {
            ModelDecided decided = dataset.isPresent()
                    ? registrar.register(upload.get(), outside, dataset.get())
                    : registrar.registerUnjudged(upload.get(), outside, reason);
            objects.delete(Bucket.MODELS, key);
            return Response.ok(decided).build();
        } catch (InvalidModelException e) {
            objects.delete(Bucket.MODELS, key);
            return Problem.answer(Response.Status.BAD_REQUEST.getStatusCode(), String.valueOf(e.getMessage()));
        }
    }

    private Optional<DatasetFrozen> dataset(RegisterBody body) {
        return datasets.find(
                Requests.name("dataset", body.dataset()), Requests.name("datasetVersion", body.datasetVersion()));
    }

    private static OutsideModel outside(String model, @Nullable RegisterBody body) {
        if (body == null || body.labels() == null) {
            throw Problem.bad("labels are needed, in the order of the model's outputs");
        }
        try {
            return new OutsideModel(
                    model,
                    new LabelSet(body.labels()),
                    OutsideModel.size(body.size()),
                    scaling(body.scale()),
                    output(body.output()),
                    OutsideModel.fit(body.fit()));
        } catch (IllegalArgumentException e) {
            throw Problem.bad(String.valueOf(e.getMessage()));
        }
    }

    private static String sha256(@Nullable String given) {
        if (given == null || !SHA_256.matcher(given).matches()) {
            throw Problem.bad("sha256 must be 64 hex digits");
        }
        return given;
    }

    private static @Nullable Scaling scaling(@Nullable String given) {
        return given == null
                ? null
                : switch (given) {
                    case "none" -> Scaling.NONE;
                    case "1/255" -> Scaling.UNIT;
                    case "-1..1" -> Scaling.SYMMETRIC;
                    default -> throw Problem.bad("scale must be 1/255, -1..1 or none");
                };
    }

    private static ServingFormat.Output output(@Nullable String given) {
        return switch (given == null ? "softmax" : given.toLowerCase(Locale.ROOT)) {
            case "softmax" -> ServingFormat.Output.SOFTMAX;
            case "logits" -> ServingFormat.Output.LOGITS;
            default -> throw Problem.bad("output must be softmax or logits");
        };
    }
}

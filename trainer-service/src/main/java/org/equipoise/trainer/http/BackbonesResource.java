package org.equipoise.trainer.http;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.common.annotation.Blocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.equipoise.common.hashing.Sha256;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.security.http.Problem;
import org.equipoise.trainer.backbone.Backbone;
import org.equipoise.trainer.backbone.BackboneConfig;
import org.equipoise.trainer.backbone.BackboneStore;
import org.equipoise.trainer.backbone.BackboneWeights;
import org.equipoise.trainer.backbone.InvalidBackboneException;
import org.equipoise.trainer.backbone.PixelRange;
import org.equipoise.trainer.backbone.SavedModelReader;
import org.equipoise.trainer.pickle.PyTorchFile;
import org.jspecify.annotations.Nullable;

/** Takes over pretrained networks, once their file is in the object store. */
@Path("/backbones")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "backbones", description = "Pretrained networks that trainings may build on")
class BackbonesResource {

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    private final BackboneStore store;
    private final ObjectStore objects;
    private final SavedModelReader savedModels;
    private final BackboneConfig config;
    private final Clock clock;
    private final Lock adding = new ReentrantLock();

    BackbonesResource(
            BackboneStore store,
            ObjectStore objects,
            SavedModelReader savedModels,
            BackboneConfig config,
            Clock clock) {
        this.store = store;
        this.objects = objects;
        this.savedModels = savedModels;
        this.config = config;
        this.clock = clock;
    }

    /**
     * @param sha256 of the file, which lies in the bucket {@code backbones} as {@code uploads/<sha256>}
     * @param name that recipes say
     * @param licence of the weights
     * @param origin the file's name, or where it is from
     * @param scale of a SavedModel: the values that it was trained on
     */
    record AddBody(
            @Nullable String sha256,
            @Nullable String name,
            @Nullable String licence,
            @Nullable String origin,
            @Nullable String scale) {}

    @GET
    @Blocking
    @Operation(summary = "Every pretrained network that is kept, by name; of one that cannot be read its name and why")
    public List<Object> all() {
        return Stream.<Object>concat(store.all().stream(), store.unreadable().stream())
                .toList();
    }

    @POST
    @Blocking
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Keeps a pretrained network: a state dictionary of EfficientNet-Lite 0, 1 or 2 from PyTorch, or"
                    + " a SavedModel of images to features")
    @APIResponse(responseCode = "200", description = "What is kept under that name")
    @APIResponse(responseCode = "400", description = "The request or the file is not what it must be, and why")
    @APIResponse(responseCode = "404", description = "No such upload")
    @APIResponse(responseCode = "413", description = "The upload is larger than a trainer takes, and the limit")
    public Response add(@Nullable AddBody body) {
        if (body == null
                || body.sha256() == null
                || !SHA_256.matcher(body.sha256()).matches()) {
            throw Problem.bad("sha256 must be 64 hex digits");
        }
        String sha256 = body.sha256();
        String key = ObjectKeys.backboneUpload(sha256);
        Response answer;
        // One at a time, others wait: each may take several times its megabytes.
        adding.lock();
        try {
            answer = answer(body, sha256, key);
        } catch (InvalidBackboneException e) {
            answer = Problem.answer(Response.Status.BAD_REQUEST.getStatusCode(), String.valueOf(e.getMessage()));
        } catch (WebApplicationException e) {
            answer = e.getResponse();
        } finally {
            adding.unlock();
        }
        // Not where the store failed: then the same request may be sent again.
        objects.delete(Bucket.BACKBONES, key);
        return answer;
    }

    private Response answer(AddBody body, String sha256, String key) {
        String name = Requests.name("name", body.name());
        String licence = body.licence() == null ? "licence not said" : body.licence();
        String origin = (body.origin() == null ? "a file" : body.origin()) + ", sha256 " + sha256.substring(0, 16);
        // Before megabytes are read: what cannot be said of a network is refused at once.
        Backbone.checkName(name);
        Backbone.checkWords(licence, origin);
        Optional<Long> size = objects.size(Bucket.BACKBONES, key);
        if (size.isEmpty()) {
            return Problem.answer(Response.Status.NOT_FOUND.getStatusCode(), "no object backbones/" + key);
        }
        if (size.get() > config.maxUploadBytes()) {
            return Problem.answer(
                    Response.Status.REQUEST_ENTITY_TOO_LARGE.getStatusCode(),
                    "the file has " + size.get() + " bytes, at most " + config.maxUploadBytes()
                            + " are taken (equipoise.trainer.backbone.max-upload-bytes)");
        }
        byte[] file =
                objects.get(Bucket.BACKBONES, key, config.maxUploadBytes()).orElse(new byte[0]);
        if (!Sha256.hex(file).equals(sha256)) {
            throw Problem.bad("backbones/" + key + " has other bytes than its name says: upload it again");
        }
        return Response.ok(added(body, file, name, licence, origin)).build();
    }

    private Backbone added(AddBody body, byte[] file, String name, String licence, String origin) {
        PixelRange range = body.scale() == null ? null : PixelRange.named(body.scale());
        Optional<SavedModelReader.Imported> graph = savedModels.read(file, range);
        if (graph.isPresent()) {
            return store.add(Backbone.of(name, graph.get(), licence, origin, clock.instant()), graph.get());
        }
        if (range != null) {
            throw Problem.bad("a scale is said of a SavedModel only: EfficientNet-Lite is fed as it was trained");
        }
        BackboneWeights weights = BackboneWeights.of(new PyTorchFile(config.maxUploadBytes()).read(file));
        return store.add(Backbone.of(name, weights, licence, origin, clock.instant()), weights);
    }
}

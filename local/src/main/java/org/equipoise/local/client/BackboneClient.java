package org.equipoise.local.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.equipoise.common.hashing.Sha256;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.jspecify.annotations.Nullable;

/** Asks the trainer about pretrained networks, and hands it new ones. */
public final class BackboneClient {

    /** Some megabytes are read, and hashed. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final StackConnection connection;
    private final ServiceHttp trainer;

    public BackboneClient(StackConnection connection) {
        this.connection = connection;
        trainer = new ServiceHttp(connection, "trainer-service", PATIENCE);
    }

    /**
     * A pretrained network in one line.
     *
     * @param architecture absent where it came as a graph
     * @param graph absent where its architecture is known
     * @param parameters numbers that are kept of it
     */
    public record Backbone(
            String name,
            String sha256,
            @Nullable String architecture,
            @Nullable Graph graph,
            String licence,
            String origin,
            long parameters,
            Instant addedAt) {

        /** What it is, in one line. */
        public String words() {
            return network(architecture, graph);
        }
    }

    private static String network(@Nullable String architecture, @Nullable Graph graph) {
        return graph == null ? Objects.requireNonNullElse(architecture, "?") : graph.words();
    }

    /**
     * What came as a SavedModel.
     *
     * @param side pixels of its images, both ways; absent where it takes any
     * @param range of the values that it was trained on
     */
    public record Graph(@Nullable Integer side, int features, String range) {

        /** In one line. */
        public String words() {
            return "SavedModel fed " + range + (side == null ? "" : " at " + side + " pixels") + ", " + features
                    + " features";
        }
    }

    /**
     * One of those that are kept.
     *
     * @param problem why nothing but its name can be read; absent, and the others there, where all can
     */
    public record Listed(
            String name,
            @Nullable String sha256,
            @Nullable String architecture,
            @Nullable Graph graph,
            @Nullable String licence,
            @Nullable String origin,
            @Nullable Long parameters,
            @Nullable Instant addedAt,
            @Nullable String problem) {

        /** What it is, in one line. */
        public String words() {
            return network(architecture, graph);
        }
    }

    /** All of them: those that can be read by name, then the others. */
    public List<Listed> all() {
        return List.of(trainer.get("/backbones", Listed[].class));
    }

    /**
     * Uploads a file of PyTorch or the zip of a SavedModel and has it kept. May be repeated.
     *
     * @param scale of a SavedModel: the values that it was trained on; absent of a file of PyTorch
     * @param licence of the weights; absent: nobody said
     * @throws ClientException if the trainer refuses, with its reason
     */
    public Backbone add(String name, byte[] file, @Nullable String licence, String origin, @Nullable String scale) {
        String sha256 = Sha256.hex(file);
        connection
                .objectStore()
                .put(Bucket.BACKBONES, ObjectKeys.backboneUpload(sha256), file, "application/octet-stream");
        Map<String, String> body = new TreeMap<>(Map.of("sha256", sha256, "name", name, "origin", origin));
        if (licence != null) {
            body.put("licence", licence);
        }
        if (scale != null) {
            body.put("scale", scale);
        }
        return trainer.post("/backbones", body, Backbone.class);
    }
}

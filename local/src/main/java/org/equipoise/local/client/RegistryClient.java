package org.equipoise.local.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.hashing.Sha256;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.jspecify.annotations.Nullable;

/** Asks the trainer about versions, and tells it what an operator decided. */
public final class RegistryClient {

    /** A rollback loads a model, a registration lets one answer a whole test split. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final StackConnection connection;
    private final ServiceHttp trainer;

    public RegistryClient(StackConnection connection) {
        this.connection = connection;
        trainer = new ServiceHttp(connection, "trainer-service", PATIENCE);
    }

    /**
     * A version in one line.
     *
     * @param outcome the last decision about it; absent until there is one
     * @param balancedAccuracy on {@code images} test images, in [0, 1]
     * @param minimumRecall lowest recall on them, in [0, 1]
     * @param reason what the operator said, if one decided; which checks failed, if the gate refused
     */
    public record Version(
            String model,
            String version,
            ModelDecided.@Nullable Outcome outcome,
            boolean serving,
            double balancedAccuracy,
            double minimumRecall,
            long images,
            String dataset,
            String datasetVersion,
            Instant trainedAt,
            @Nullable Instant decidedAt,
            @Nullable String reason) {}

    /**
     * A model that was trained elsewhere.
     *
     * @param labels in the order of its outputs
     * @param size height x width x channels; absent: its signature says it
     * @param scale how its training fed it; absent: its graph scales
     * @param fit how its training brought images of another aspect into the input; absent: stretched
     * @param dataset whose test split judges it, with {@code datasetVersion}; absent: nobody does
     * @param reason why it may serve unjudged
     */
    public record Outside(
            List<String> labels,
            @Nullable String size,
            @Nullable String scale,
            String output,
            @Nullable String fit,
            @Nullable String dataset,
            @Nullable String datasetVersion,
            @Nullable String reason) {

        /** One whose images are stretched. */
        public Outside(
                List<String> labels,
                @Nullable String size,
                @Nullable String scale,
                String output,
                @Nullable String dataset,
                @Nullable String datasetVersion,
                @Nullable String reason) {
            this(labels, size, scale, output, null, dataset, datasetVersion, reason);
        }
    }

    private record Registration(
            String sha256,
            List<String> labels,
            @Nullable String size,
            @Nullable String scale,
            String output,
            @Nullable String fit,
            @Nullable String dataset,
            @Nullable String datasetVersion,
            boolean withoutGate,
            @Nullable String reason) {}

    /** Every model with a version whose card is stored, decided about or not. */
    public List<String> models() {
        return models(connection.objectStore().list(Bucket.MODELS, ""));
    }

    /** @param keys of the bucket {@code models}: {@code <model>/<version>/...} */
    static List<String> models(List<String> keys) {
        return keys.stream()
                .filter(key -> key.endsWith("/model-card.json"))
                .map(key -> key.substring(0, key.indexOf('/')))
                .sorted()
                .distinct()
                .toList();
    }

    /** Every version of a model, the newest first. */
    public List<Version> versions(String model) {
        return List.of(trainer.get("/models/" + model + "/versions", Version[].class));
    }

    /**
     * Puts an earlier version in the champion's place. May be repeated when the answer was lost.
     *
     * @param from the version that is to be replaced, or null when none serves
     * @param to the version to return to, or null for the one promoted before
     * @throws ClientException if the trainer refuses, with its reason
     */
    public ModelDecided rollback(String model, @Nullable String from, @Nullable String to, String reason) {
        Map<String, String> body = new java.util.TreeMap<>(Map.of("reason", reason));
        if (from != null) {
            body.put("from", from);
        }
        if (to != null) {
            body.put("to", to);
        }
        return decide("/models/" + model + "/rollback", body);
    }

    /**
     * Lets a version serve that the gate refused for its comparison with the champion alone. May be repeated.
     *
     * @param from the version that is to be replaced, or null when none serves
     * @throws ClientException if the trainer refuses, with its reason
     */
    public ModelDecided promote(String model, @Nullable String from, String version, String reason) {
        Map<String, String> body = new java.util.TreeMap<>(Map.of("version", version, "reason", reason));
        if (from != null) {
            body.put("from", from);
        }
        return decide("/models/" + model + "/promote", body);
    }

    /** Takes the version that serves out of service. */
    public ModelDecided hold(String model, String version, String reason) {
        return decide(
                "/models/" + model + "/hold", new java.util.TreeMap<>(Map.of("version", version, "reason", reason)));
    }

    /** Uploads the zip of a SavedModel folder and has it registered. May be repeated. */
    public ModelDecided register(String model, byte[] zip, Outside outside) {
        String sha256 = Sha256.hex(zip);
        connection.objectStore().put(Bucket.MODELS, ObjectKeys.upload(model, sha256), zip, "application/zip");
        return decide(
                "/models/" + model + "/register",
                new Registration(
                        sha256,
                        outside.labels(),
                        outside.size(),
                        outside.scale(),
                        outside.output(),
                        outside.fit(),
                        outside.dataset(),
                        outside.datasetVersion(),
                        outside.dataset() == null,
                        outside.reason()));
    }

    private ModelDecided decide(String path, Object body) {
        return trainer.post(path, body, ModelDecided.class);
    }
}

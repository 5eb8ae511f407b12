package org.equipoise.trainer.kafka;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.common.storage.S3Settings;
import org.equipoise.local.client.ClientException;
import org.equipoise.local.client.RegistryClient;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.testing.StackResource;
import org.equipoise.trainer.djl.OutsideSavedModels;
import org.equipoise.trainer.training.SavedModel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
class OutsideModelIT {

    private static final Duration PATIENCE = ScoringWorld.PATIENCE;

    private final ObjectStore objects;
    private final S3Settings s3;
    private final ScoringWorld world;

    OutsideModelIT(
            ObjectStore objects,
            ScoringWorld world,
            @ConfigProperty(name = "equipoise.s3.endpoint") String s3Endpoint,
            @ConfigProperty(name = "equipoise.s3.access-key") String s3AccessKey,
            @ConfigProperty(name = "equipoise.s3.secret-key") String s3SecretKey) {
        this.objects = objects;
        this.world = world;
        s3 = new S3Settings(s3Endpoint, s3AccessKey, s3SecretKey, "us-east-1");
    }

    /** Trained elsewhere on 0..1: bright is class 1. The labels are given in the order of its outputs. */
    @Test
    void aModelTrainedElsewhereIsJudgedRegisteredAndServes(@org.junit.jupiter.api.io.TempDir java.nio.file.Path scratch)
            throws java.io.IOException {
        String model = ScoringWorld.name("outside");
        String dataset = Greys.freeze(objects, world.topics());
        byte[] zip = OutsideSavedModels.zip(scratch, "serving_default", OutsideSavedModels.Last.LOGITS);
        String sha256 = new SavedModel(zip).sha256();
        String what = "{\"sha256\":\"" + sha256 + "\",\"labels\":[\"dark\",\"bright\"],\"dataset\":\"" + dataset
                + "\",\"datasetVersion\":\"v1\"";
        objects.put(Bucket.MODELS, ObjectKeys.upload(model, sha256), zip, "application/zip");
        ScoringWorld.post(model, "register", what + "}")
                .statusCode(400)
                .body("problem", org.hamcrest.Matchers.containsString("1/255"));
        objects.put(Bucket.MODELS, ObjectKeys.upload(model, sha256), zip, "application/zip");
        ScoringWorld.post(model, "register", what + ",\"scale\":\"1/255\"}")
                .statusCode(400)
                .body("problem", org.hamcrest.Matchers.containsString("they look like logits, say --logits"));
        // The port is known once a test runs.
        var trainer = URI.create("http://127.0.0.1:" + RestAssured.port);
        var client = new RegistryClient(
                new StackConnection(world.topics().bootstrapServers(), s3, Map.of("trainer-service", trainer)));
        var outside = new RegistryClient.Outside(
                List.of("dark", "bright"), "16x16x1", "1/255", "logits", dataset, "v1", null);

        ModelDecided decided = client.register(model, zip, outside);

        assertThat(decided.outcome()).isEqualTo(ModelDecided.Outcome.PROMOTED);
        assertThat(client.register(model, zip, outside)).as("repeated").isEqualTo(decided);
        assertThatThrownBy(() -> client.register(model, new byte[10], outside))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("not a zip");
        world.send(world.store(model, 1));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(world.predictions(model)).hasSize(1));
        assertThat(world.predictions(model).get(0).labels()).containsExactly("dark", "bright");
        ScoringWorld.post(model, "register", what + "}").statusCode(404);
        assertThat(client.versions(model)).singleElement().satisfies(version -> {
            assertThat(version.serving()).isTrue();
            assertThat(version.balancedAccuracy()).isEqualTo(1);
        });
        assertThatThrownBy(() -> client.rollback(model, decided.version(), null, "why not"))
                .isInstanceOf(ClientException.class)
                .hasMessageStartingWith("no version of " + model + " was promoted before");
        assertThat(client.hold(model, decided.version(), "enough").champion()).isNull();
    }
}

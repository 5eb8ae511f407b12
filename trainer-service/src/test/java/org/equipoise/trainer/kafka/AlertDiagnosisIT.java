package org.equipoise.trainer.kafka;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.DiagnosisMade;
import org.equipoise.common.events.EventExamples;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.common.storage.S3Settings;
import org.equipoise.local.client.RegistryClient;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.testing.StackResource;
import org.equipoise.trainer.djl.OutsideSavedModels;
import org.equipoise.trainer.outside.ServingFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

/** Trained elsewhere on 0..1: bright is class 1. Fed with 0..255 it answers bright to everything. */
@QuarkusTest
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
class AlertDiagnosisIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ObjectStore objects;
    private final S3Settings s3;
    private final ScoringWorld world;

    @TempDir
    Path scratch;

    AlertDiagnosisIT(
            ObjectStore objects,
            ScoringWorld world,
            @ConfigProperty(name = "equipoise.s3.endpoint") String s3Endpoint,
            @ConfigProperty(name = "equipoise.s3.access-key") String s3AccessKey,
            @ConfigProperty(name = "equipoise.s3.secret-key") String s3SecretKey) {
        this.objects = objects;
        this.world = world;
        s3 = new S3Settings(s3Endpoint, s3AccessKey, s3SecretKey, "us-east-1");
    }

    @Test
    void aVersionThatWasRegisteredAgainWithAWrongScalingIsNamedWithItsDifferenceOnce() throws IOException {
        String model = ScoringWorld.name("rescaled");
        String dataset = Greys.freeze(objects, world.topics());
        assertThat(register(model, "1/255", dataset, null).outcome()).isEqualTo(ModelDecided.Outcome.PROMOTED);
        String wrong = register(model, "none", null, "a new export").version();

        alert(model, wrong, "collapse", AlertChanged.Cause.MODEL);

        DiagnosisMade made = only(model, "collapse");
        assertThat(made.version()).isEqualTo(wrong);
        assertThat(made.causes()).extracting(DiagnosisMade.NamedCause::cause).containsExactly("preprocessing-differs");
        assertThat(made.sentence())
                .contains("expects [0, 1] and gets [0, 255], as its serving format in the registry says")
                .contains("gives again the answers that were kept when it was registered")
                .contains("1.000 instead of 0.500");
        assertThat(made.proof()).isNotNull().satisfies(proof -> {
            assertThat(proof.before()).isEqualTo(0.5);
            assertThat(proof.after()).isEqualTo(1);
        });
        given().accept("text/html")
                .get("/models/" + model + "/diagnoses/" + made.diagnosisId())
                .then()
                .statusCode(200)
                .body(containsString("expects [0, 1] and gets [0, 255]"));

        alert(model, wrong, "collapse", AlertChanged.Cause.PREPROCESSING);
        alert(model, wrong, "another", AlertChanged.Cause.PREPROCESSING);

        only(model, "another");
        assertThat(only(model, "collapse"))
                .as("while it goes on firing it is not told again")
                .isEqualTo(made);
    }

    @Test
    void aServingFormatThatWasChangedBehindAVersionIsNamedAndWhatLiesElsewhereIsNotSought() throws IOException {
        String model = ScoringWorld.name("changed");
        ModelDecided decided = register(model, "1/255", Greys.freeze(objects, world.topics()), null);
        var changed = new ServingFormat(
                ServingFormat.DEFAULT_SIGNATURE,
                ServingFormat.Input.FLOAT32,
                2 / 255.0,
                -1,
                ServingFormat.Output.LOGITS);
        objects.put(
                Bucket.MODELS,
                model + "/" + decided.version() + "/serving.json",
                EventCodec.write(changed),
                "application/json");

        alert(model, decided.version(), "other-patients", AlertChanged.Cause.POPULATION);
        alert(model, decided.version(), "constant", AlertChanged.Cause.PREPROCESSING);

        assertThat(only(model, "constant").sentence()).contains("expects [0, 1] and gets [-1, 1]");
        assertThat(made(model)).extracting(DiagnosisMade::alertId).containsExactly(model + "/constant");
    }

    private ModelDecided register(String model, String scale, @Nullable String dataset, @Nullable String reason)
            throws IOException {
        // The port is known once a test runs.
        var trainer = URI.create("http://127.0.0.1:" + RestAssured.port);
        var client = new RegistryClient(
                new StackConnection(world.topics().bootstrapServers(), s3, Map.of("trainer-service", trainer)));
        return client.register(
                model,
                OutsideSavedModels.zip(scratch, ServingFormat.DEFAULT_SIGNATURE, OutsideSavedModels.Last.LOGITS),
                new RegistryClient.Outside(
                        List.of("dark", "bright"),
                        "16x16x1",
                        scale,
                        "logits",
                        dataset,
                        dataset == null ? null : "v1",
                        reason));
    }

    private void alert(String model, String version, String id, AlertChanged.Cause cause) {
        AlertChanged given = EventExamples.alertChanged();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var alert = new AlertChanged(
                        model + "/" + id,
                        model,
                        version,
                        given.kind(),
                        AlertChanged.State.FIRING,
                        given.className(),
                        given.classIndex(),
                        given.share(),
                        given.healthyShare(),
                        given.odds(),
                        given.predictionsSeen(),
                        given.predictionsInvolved(),
                        given.summary(),
                        now.minusSeconds(3600),
                        now)
                .explained(cause, List.of("a test"), 100, now);
        world.topics().send(Topics.ALERTS_CHANGED, alert.alertId(), EventCodec.write(alert));
    }

    private DiagnosisMade only(String model, String id) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(made(model))
                        .extracting(DiagnosisMade::alertId)
                        .containsOnlyOnce(model + "/" + id));
        return made(model).stream()
                .filter(made -> (model + "/" + id).equals(made.alertId()))
                .findFirst()
                .orElseThrow();
    }

    private List<DiagnosisMade> made(String model) {
        return world.topics().events(Topics.DIAGNOSES_MADE, model, DiagnosisMade.class);
    }
}

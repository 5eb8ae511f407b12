package org.equipoise.trainer.kafka;

import java.time.Duration;
import java.util.List;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelTrained;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.messaging.Topics;
import org.equipoise.local.testing.StackResource;
import org.equipoise.trainer.djl.SavedModels;
import org.equipoise.trainer.registry.TrainedModels;
import org.equipoise.trainer.training.LogitCorrection;
import org.equipoise.trainer.training.SavedModel;
import org.equipoise.trainer.training.TrainableNetwork;
import org.equipoise.trainer.training.TrainedModel;
import org.equipoise.trainer.training.TrainingOutcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
class RegistryIT {

    private static final Duration PATIENCE = ScoringWorld.PATIENCE;
    private static final InputShape SHAPE = ScoringWorld.SHAPE;
    private static final LabelSet LABELS = ScoringWorld.LABELS;

    private final TrainingOutcome outcome;
    private final ScoringWorld world;

    RegistryIT(TrainingOutcome outcome, ScoringWorld world) {
        this.outcome = outcome;
        this.world = world;
    }

    /** The second model is compared with the first through DJL, on the pack in the store. */
    @Test
    void aTrainedModelIsRegisteredJudgedAndShown() {
        String model = ScoringWorld.name("registered");
        world.storeSplits();
        for (String run : List.of("run-1", "run-2")) {
            outcome.trained(run(model, run));
        }

        List<ModelDecided> decisions = decisions(model, 2);

        assertThat(decisions).extracting(ModelDecided::outcome).containsOnly(ModelDecided.Outcome.PROMOTED);
        assertThat(decisions.get(1).checks())
                .extracting(ModelDecided.GateCheck::name)
                .contains("serves-what-was-trained", "preprocessing-equal");
        assertThat(decisions.get(1).checks())
                .anySatisfy(check -> assertThat(check.explanation())
                        .contains("the champion " + decisions.get(0).version()
                                + " answered 4 test images that are not the 100 of the candidate"));
        assertThat(world.events(Topics.MODELS_TRAINED, model, ModelTrained.class))
                .extracting(ModelTrained::version)
                .containsExactlyElementsOf(
                        decisions.stream().map(ModelDecided::version).toList());
        String card = "/models/" + model + "/versions/" + decisions.get(1).version() + "/card";
        RestAssured.given()
                .accept("text/html")
                .get(card)
                .then()
                .statusCode(200)
                .header(
                        "Content-Security-Policy",
                        org.hamcrest.Matchers.containsString(
                                "default-src 'none'; style-src 'unsafe-inline'; img-src data:"))
                .body(org.hamcrest.Matchers.containsString("Not a medical device"));
        RestAssured.given()
                .accept("application/json")
                .get(card)
                .then()
                .statusCode(200)
                .body("decision.outcome", org.hamcrest.Matchers.equalTo("promoted"));
        RestAssured.get("/models/" + model + "/versions/nothing/card").then().statusCode(404);
        RestAssured.get("/models/..%2Fother/versions/v1/card").then().statusCode(404);
        RestAssured.get("/q/openapi").then().statusCode(200).body(org.hamcrest.Matchers.containsString("/card"));
        RestAssured.get("/q/metrics")
                .then()
                .body(org.hamcrest.Matchers.containsString("equipoise_models_decided_total"));
    }

    @Test
    void anOperatorRollsBackAndHoldsAndScoringFollows() {
        String model = ScoringWorld.name("operated");
        world.storeSplits();
        outcome.trained(run(model, "run-1"));
        outcome.trained(run(model, "run-2"));
        List<ModelDecided> decisions = decisions(model, 2);
        String first = decisions.get(0).version();
        String second = decisions.get(1).version();

        for (int repetition = 0; repetition < 2; repetition++) {
            ScoringWorld.post(model, "rollback", "{\"from\":\"" + second + "\",\"reason\":\"worse at site 2\"}")
                    .statusCode(200)
                    .body("outcome", org.hamcrest.Matchers.equalTo("rolled-back"))
                    .body("champion.version", org.hamcrest.Matchers.equalTo(first));
        }
        world.send(world.store(model, 1));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(world.predictions(model))
                        .extracting(PredictionMade::modelVersion)
                        .containsExactly(first));
        ScoringWorld.post(model, "promote", "{\"version\":\"" + second + "\",\"reason\":\"as good\"}")
                .statusCode(409)
                .body("problem", org.hamcrest.Matchers.containsString("was promoted once"));
        ScoringWorld.post(model, "promote", "{\"reason\":\"as good\"}").statusCode(400);
        ScoringWorld.post(model, "rollback", "{\"reason\":\"again\"}")
                .statusCode(409)
                .body("problem", org.hamcrest.Matchers.containsString("no version of " + model));
        ScoringWorld.post(model, "hold", "{\"reason\":\"answers one class\"}")
                .statusCode(200)
                .body("outcome", org.hamcrest.Matchers.equalTo("held"));
        world.send(world.store(model, 2));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(world.deadLetters(model))
                        .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
                        .startsWith("model " + model + " is held since")
                        .endsWith("answers one class"));
        assertThat(decisions(model, 4)).hasSize(4);
        RestAssured.get("/models/" + model + "/versions")
                .then()
                .statusCode(200)
                .body("outcome", org.hamcrest.Matchers.containsInAnyOrder("rolled-back", "held"))
                .body("serving", org.hamcrest.Matchers.everyItem(org.hamcrest.Matchers.is(false)));
        ScoringWorld.post(model, "hold", "{}").statusCode(400);
        ScoringWorld.post("nobody", "hold", "{\"reason\":\"x\"}").statusCode(404);
        // What any page may make a browser send is turned away at the door.
        RestAssured.given()
                .contentType("text/plain")
                .body("{}")
                .post("/models/" + model + "/hold")
                .then()
                .statusCode(403);
    }

    /** The decisions about a model, once there are so many: a commit is answered before its marker is written. */
    private List<ModelDecided> decisions(String model, int many) {
        return await().atMost(PATIENCE)
                .until(
                        () -> world.events(Topics.MODELS_DECIDED, model, ModelDecided.class),
                        decided -> decided.size() >= many);
    }

    /** A run whose validation answers are those of its own weights. */
    private static TrainedModel run(String model, String run) {
        var given = TrainedModels.of(model, run, TrainedModels.GOOD, "", new SavedModel(new byte[0]));
        try (TrainableNetwork network = SavedModels.network(SHAPE, LABELS.size(), run.hashCode())) {
            var images = TrainedModels.validationImages();
            return TrainedModels.withValidation(
                    given,
                    network.export(LogitCorrection.none(LABELS.size())),
                    network.probabilities(images, 0, images.size()));
        }
    }
}

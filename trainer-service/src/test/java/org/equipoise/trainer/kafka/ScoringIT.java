package org.equipoise.trainer.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.local.testing.StackResource;
import org.equipoise.trainer.registry.ModelObjects;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
class ScoringIT {

    private static final Instant NOW = ScoringWorld.NOW;
    private static final Duration PATIENCE = ScoringWorld.PATIENCE;
    private static final LabelSet LABELS = ScoringWorld.LABELS;

    private final ObjectStore objects;
    private final ScoringWorld world;
    private final Path stateDir;

    ScoringIT(ObjectStore objects, ScoringWorld world, @ConfigProperty(name = "equipoise.state-dir") Path stateDir) {
        this.objects = objects;
        this.world = world;
        this.stateDir = stateDir;
    }

    @Test
    void everyImageIsPredictedOnceAndWhatCannotBeScoredIsADeadLetter() {
        String model = ScoringWorld.name("model");
        String orphan = ScoringWorld.name("orphan");
        world.decide(model, "v1");
        List<ImageIngested> images = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            images.add(world.store(model, i));
        }
        ImageIngested missing = ScoringWorld.image(model, 1000, "0".repeat(64));
        ImageIngested unasked = ScoringWorld.image(null, 1001, images.get(0).imageId());
        images.subList(0, 20).forEach(image -> world.send(image));
        world.topics().send(Topics.IMAGES_INGESTED, "broken", "{\"for\":\"" + model);
        world.send(missing);
        world.send(unasked);
        world.send(ScoringWorld.image(orphan, 1002, images.get(0).imageId()));
        images.subList(20, 40).forEach(image -> world.send(image));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(world.predictions(model)).hasSizeGreaterThanOrEqualTo(40));

        assertThat(world.predictions(model))
                .extracting(PredictionMade::imageId)
                .containsExactlyInAnyOrderElementsOf(
                        images.stream().map(ImageIngested::imageId).toList());
        assertThat(world.predictions(model)).allSatisfy(prediction -> {
            assertThat(prediction.modelVersion()).isEqualTo("v1");
            assertThat(prediction.labels()).isEqualTo(LABELS.classes());
            assertThat(prediction.probabilities().stream().mapToDouble(p -> p).sum())
                    .isCloseTo(1, within(1e-6));
            assertThat(prediction.publishedAt()).isEqualTo(NOW);
            assertThat(prediction.imagesInStudy()).isEqualTo(2);
        });
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(world.deadLetters(model, orphan))
                        .hasSize(2)
                        .anySatisfy(reason -> assertThat(reason).startsWith("no object images/" + missing.objectKey()))
                        .anySatisfy(reason ->
                                assertThat(reason).isEqualTo("no version of model " + orphan + " was promoted yet")));
    }

    @Test
    void aNewChampionTakesOver() {
        String model = ScoringWorld.name("takeover");
        world.decide(model, "v1");
        world.send(world.store(model, 1));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(world.predictions(model))
                        .extracting(PredictionMade::modelVersion)
                        .containsExactly("v1"));

        world.decide(model, "v2");
        world.send(world.store(model, 2));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(world.predictions(model))
                        .extracting(PredictionMade::modelVersion)
                        .containsExactly("v1", "v2"));
    }

    /** The store cannot be read at first: more batches than one are aborted and read again. */
    @Test
    void anOutageDelaysPredictionsButLosesAndRepeatsNone() throws IOException {
        String model = ScoringWorld.name("outage");
        world.putWeights(world.announce(model, "v1"), 1);
        List<ImageIngested> images = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            images.add(world.store(model, i));
        }
        List<String> expected = new ArrayList<>();
        double before = retries();
        Path away = takeAway(Bucket.MODELS);
        for (int study = 0; study < 300; study++) {
            ImageIngested image = images.get(study % images.size());
            expected.add("study-" + study);
            world.send(ScoringWorld.image(model, study, image.imageId()));
        }
        try {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(retries()).isGreaterThan(before + 2));
            assertThat(world.predictions(model)).isEmpty();
        } finally {
            bringBack(away, Bucket.MODELS);
        }

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(world.predictions(model)).hasSizeGreaterThanOrEqualTo(expected.size()));
        assertThat(world.predictions(model))
                .extracting(PredictionMade::studyId)
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    /** What lies where the weights should be is no model: its images are put aside, other models go on. */
    @Test
    void aCorruptChampionIsPutAsideUntilAGoodOneIsPromoted() {
        String model = ScoringWorld.name("corrupt");
        String other = ScoringWorld.name("sound");
        objects.put(
                Bucket.MODELS,
                ModelObjects.savedModelKey(world.announce(model, "v1")),
                new byte[] {'P', 'K', 3, 4, 0},
                "application/zip");
        world.decide(other, "v1");
        world.send(world.store(model, 1));
        world.send(world.store(other, 2));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(world.deadLetters(model))
                        .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
                        .startsWith("version v1 of model " + model + " cannot be used: not a saved model"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(world.predictions(other)).hasSize(1));
        RestAssured.get("/q/health/well").then().statusCode(503).body(org.hamcrest.Matchers.containsString(model));
        RestAssured.get("/q/health/ready").then().log().ifValidationFails().statusCode(200);

        world.decide(model, "v2");
        world.send(world.store(model, 3));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(world.predictions(model))
                        .extracting(PredictionMade::modelVersion)
                        .containsExactly("v2"));
        RestAssured.get("/q/health/well").then().statusCode(200);
    }

    /** As docs/own-classifier.md has it: such a version is watched by what its owner publishes, not computed here. */
    @Test
    void aChampionThatIsOnlyWatchedCostsItsImagesAndNobodyElses() {
        String model = ScoringWorld.name("outside");
        String other = ScoringWorld.name("sound");
        world.announce(model, "2026-02");
        world.decide(other, "v1");
        double retriesBefore = retries();
        world.send(world.store(model, 1));
        world.send(world.store(other, 2));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(world.deadLetters(model))
                        .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
                        .startsWith("version 2026-02 of model " + model + " cannot be used: no object models/"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(world.predictions(other)).hasSize(1));
        assertThat(retries()).isEqualTo(retriesBefore);
        world.decide(model, "v2");
        world.send(world.store(model, 3));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(world.predictions(model)).hasSize(1));
    }

    private static double retries() {
        return RestAssured.get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("equipoise_scoring_batches_retried_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** A bucket that is gone is a fault of the store, as an object that is gone is none. */
    private Path takeAway(Bucket bucket) throws IOException {
        Path folder = folder(bucket);
        assumeThat(folder)
                .as("an outage is made by moving a bucket's folder away, and only the embedded store has one")
                .isDirectory();
        return Files.move(folder, folder.resolveSibling(bucket.wireName() + "-away"));
    }

    private void bringBack(Path away, Bucket bucket) throws IOException {
        Files.move(away, folder(bucket));
    }

    private Path folder(Bucket bucket) {
        return stateDir.resolveSibling("s3").resolve(bucket.wireName());
    }
}

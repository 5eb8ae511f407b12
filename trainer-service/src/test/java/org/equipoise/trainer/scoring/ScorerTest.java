package org.equipoise.trainer.scoring;

import java.util.ArrayList;
import java.util.List;

import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.events.PredictionMade.InputStatistics;
import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.StorageException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.equipoise.trainer.scoring.ScorerWorld.LABELS;
import static org.equipoise.trainer.scoring.ScorerWorld.NOW;
import static org.equipoise.trainer.scoring.ScorerWorld.predictions;
import static org.equipoise.trainer.scoring.ScorerWorld.reason;

/** What is said of each image. */
class ScorerTest {

    private final ScorerWorld world = new ScorerWorld();

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void everyImageIsScoredByTheChampionOfItsModel() {
        world.promote("a", "v1");
        world.promote("b", "v7");
        List<ImageIngested> images = List.of(world.stored("a", 10), world.stored("b", 200), world.stored("a", 250));

        List<PredictionMade> predictions = predictions(world.scorer().score(images));

        assertThat(predictions).extracting(PredictionMade::modelVersion).containsExactly("v1", "v7", "v1");
        assertThat(predictions).extracting(PredictionMade::predictedClass).containsExactly(0, 1, 1);
        assertThat(predictions)
                .extracting(PredictionMade::imageId)
                .containsExactlyElementsOf(
                        images.stream().map(ImageIngested::imageId).toList());
    }

    @Test
    void aPredictionCarriesWhatTheMonitorNeeds() {
        world.promote("a", "v1");
        ImageIngested image = world.stored("a", 51);

        PredictionMade prediction =
                predictions(world.scorer().score(List.of(image))).get(0);

        assertThat(prediction.studyId()).isEqualTo(image.studyId());
        assertThat(prediction.dataset()).isEqualTo("lung");
        assertThat(prediction.imagesInStudy()).isEqualTo(3);
        assertThat(prediction.labels()).isEqualTo(LABELS.classes());
        assertThat(prediction.input()).isEqualTo(new InputStatistics(51, 0));
        assertThat(prediction.publishedAt()).isEqualTo(image.publishedAt());
        assertThat(prediction.predictedAt()).isEqualTo(NOW);
        assertThat(prediction.source()).isEqualTo(new PredictionMade.Source("CT", "CT03"));
        assertThat(prediction.probabilities().stream().mapToDouble(p -> p).sum())
                .isCloseTo(1, within(1e-9));
        assertThat(prediction.probabilities().get(1)).isCloseTo(0.2, within(1e-6));
    }

    @Test
    void anImageOfSixteenBitsIsScoredThroughTheWindowOfTheModel() {
        world.promote("deep", "v1", new ValueWindow(1000, 3000, "by hand"));

        PredictionMade prediction = predictions(world.scorer().score(List.of(world.storedDeep("deep", 1500))))
                .get(0);

        assertThat(prediction.probabilities().get(1)).isCloseTo(0.25, within(1e-6));
        assertThat(prediction.input()).isEqualTo(new InputStatistics(63.75, 0));
    }

    @Test
    void bitsAreNotGuessed() {
        world.promote("deep", "v1", new ValueWindow(1000, 3000, "by hand"));
        world.promote("a", "v1");

        List<ScoringOutcome> outcomes = world.scorer()
                .score(List.of(world.stored("deep", 9), world.storedDeep("a", 1500), world.stored("a", 9)));

        assertThat(reason(outcomes.get(0)))
                .hasValueSatisfying(
                        r -> assertThat(r).endsWith("has samples of 8 bits, the model was trained on 16 bits"));
        assertThat(reason(outcomes.get(1)))
                .hasValueSatisfying(
                        r -> assertThat(r).endsWith("has samples of 16 bits, the model was trained on 8 bits"));
        assertThat(reason(outcomes.get(2))).isEmpty();
    }

    @Test
    void whatCanNeverBeScoredIsSaidAndTheRestIsScored() {
        world.promote("a", "v1");
        ImageIngested missing = world.image("a", "f".repeat(64));
        ImageIngested broken = world.image("a", "e".repeat(64));
        world.objects().put(Bucket.IMAGES, broken.objectKey(), new byte[] {1, 2, 3}, "image/png");

        List<ScoringOutcome> outcomes =
                world.scorer().score(List.of(missing, world.stored("a", 9), broken, world.stored("nobody", 9)));

        assertThat(reason(outcomes.get(0)))
                .hasValueSatisfying(r -> assertThat(r).startsWith("no object images/" + missing.objectKey()));
        assertThat(reason(outcomes.get(1))).isEmpty();
        assertThat(reason(outcomes.get(2)))
                .hasValueSatisfying(r -> assertThat(r).contains("not a PNG"));
        assertThat(reason(outcomes.get(3))).contains("no version of model nobody was promoted yet");
    }

    /** The grey 13 makes the network answer NaN. */
    @Test
    void anImageThatTheModelDoesNotAnswerCostsNoOtherItsAnswer() {
        world.promote("a", "v1");

        List<ScoringOutcome> outcomes =
                world.scorer().score(List.of(world.stored("a", 10), world.stored("a", 13), world.stored("a", 20)));

        assertThat(outcomes).extracting(outcome -> reason(outcome).isEmpty()).containsExactly(true, false, true);
        assertThat(reason(outcomes.get(1)))
                .contains("version v1 of model a cannot be used: the network answered the probability NaN");
    }

    /** An outage says nothing about the image: nothing may be decided. */
    @Test
    void anOutageOfTheStoreDecidesNothing() {
        world.promote("a", "v1");

        assertThatThrownBy(() -> world.scorerInAnOutage().score(List.of(world.stored("a", 1))))
                .isInstanceOf(StorageException.class);
    }

    @Test
    void aLargeBatchIsSplitSoThatMemoryIsBounded() {
        world.promote("a", "v1");
        List<ImageIngested> images = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            images.add(world.stored("a", 30 * i));
        }

        List<PredictionMade> predictions = predictions(world.scorer().score(images));

        assertThat(world.batches()).containsExactly(3, 3, 1);
        assertThat(predictions)
                .extracting(p -> Math.round(255 * p.probabilities().get(1)))
                .containsExactly(0L, 30L, 60L, 90L, 120L, 150L, 180L);
    }
}

package org.equipoise.trainer.scoring;

import java.util.List;

import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.imaging.InputFormat;
import org.equipoise.trainer.classifier.ClassProbabilities;
import org.equipoise.trainer.classifier.ImageBatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.equipoise.trainer.scoring.ScorerWorld.SHAPE;
import static org.equipoise.trainer.scoring.ScorerWorld.predictions;
import static org.equipoise.trainer.scoring.ScorerWorld.reason;

/** Which versions are loaded and freed while images are scored. */
class ServedVersionsTest {

    private final ScorerWorld world = new ScorerWorld();

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void aChampionThatCannotBeLoadedStopsNoOtherModel() {
        world.promote("a", "broken");
        world.promote("b", "v1");
        Scorer scorer = world.scorer();

        List<ScoringOutcome> outcomes =
                scorer.score(List.of(world.stored("a", 1), world.stored("b", 250), world.stored("a", 2)));
        scorer.score(List.of(world.stored("a", 3)));

        assertThat(reason(outcomes.get(0)))
                .contains("version broken of model a cannot be used: a/broken cannot be loaded");
        assertThat(reason(outcomes.get(1))).isEmpty();
        assertThat(reason(outcomes.get(2))).isPresent();
        assertThat(world.events())
                .as("three attempts, then none for a minute")
                .containsExactly("load a/broken", "load a/broken", "load a/broken", "load b/v1");
        assertThat(world.models().unusable()).containsExactly(java.util.Map.entry("a", "a/broken cannot be loaded"));
    }

    @Test
    void aGoodVersionAfterABrokenOneServesAtOnce() {
        world.promote("a", "broken");
        Scorer scorer = world.scorer();
        scorer.score(List.of(world.stored("a", 1)));

        world.promote("a", "v2");
        List<PredictionMade> predictions = predictions(scorer.score(List.of(world.stored("a", 1))));

        assertThat(predictions).extracting(PredictionMade::modelVersion).containsExactly("v2");
        assertThat(world.models().unusable()).isEmpty();
    }

    @Test
    void aNewChampionReplacesTheOldOneAndFreesIt() {
        world.promote("a", "v1");
        Scorer scorer = world.scorer();
        scorer.score(List.of(world.stored("a", 1)));
        scorer.score(List.of(world.stored("a", 2)));

        world.promote("a", "v2");
        scorer.score(List.of(world.stored("a", 3)));

        assertThat(world.events()).containsExactly("load a/v1", "load a/v2", "close a/v1");
    }

    @Test
    void theModelUsedLongestAgoMakesRoom() {
        world.promote("a", "v1");
        world.promote("b", "v1");
        world.promote("c", "v1");
        Scorer scorer = world.scorer();

        scorer.score(List.of(world.stored("a", 1), world.stored("b", 1)));
        scorer.score(List.of(world.stored("a", 1)));
        scorer.score(List.of(world.stored("c", 1)));

        assertThat(world.events()).containsExactly("load a/v1", "load b/v1", "load c/v1", "close b/v1");
    }

    /** Canaries of every model are replayed in turn: what studies are scored with must stay where it is. */
    @Test
    void aModelAskedInPassingTakesNoOthersPlace() {
        world.promote("a", "v1");
        world.promote("b", "v1");
        world.promote("c", "v1");
        Scorer scorer = world.scorer();
        scorer.score(List.of(world.stored("a", 1), world.stored("b", 1)));
        var black = ImageBatch.slice(InputFormat.bytes(SHAPE), new byte[SHAPE.length()], 0, 1);

        for (String model : List.of("a", "b", "c")) {
            ClassProbabilities answers = world.models()
                    .classifyInPassing(model, world.decisions().champion(model).orElseThrow(), black);
            assertThat(answers.row(0)).as(model).containsExactly(1., 0.);
        }

        assertThat(world.events()).containsExactly("load a/v1", "load b/v1", "load c/v1", "close c/v1");
    }
}

package org.equipoise.trainer.training;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.labels.Split;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.MissingObjectException;
import org.equipoise.trainer.backbone.ImportedGraph;
import org.equipoise.trainer.backbone.PixelRange;
import org.equipoise.trainer.recipe.RecipeChoice;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of candidates that take their time, refuse, or are several. */
class CompanionTrialTest {

    private final NeighbourBackbones backbones = new NeighbourBackbones();
    private TrainingWorld world = ScriptedRuns.world(6, 9, 8, 7, 9, 9);

    /** The choice of a companion, of a run with such settings. */
    private RecipeChoice companion(String... settings) {
        world.keep(backbones);
        world.service().run(request(settings));
        return choice("companion");
    }

    private static TrainingRequested request(String... more) {
        Map<String, String> settings =
                new TreeMap<>(Map.of("batchSize", "32", "epochs", "6", "patience", "6", "companion", "auto"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return TrainingWorld.request("naive", settings);
    }

    private RecipeChoice choice(String setting) {
        assertThat(world.outcomes()).as("%s", world.progress()).hasSize(1);
        return world.outcomes().get(0).recipe().choices().stream()
                .filter(choice -> choice.setting().equals(setting))
                .findFirst()
                .orElseThrow();
    }

    private void eachBatchTakes(double seconds) {
        backbones.looking = (backbone, side) -> world.clock().pass(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    @Test
    void ofTwoNetworksTheOneThatSeesMoreAnswers() {
        backbones.two = true;

        RecipeChoice companion = companion();

        assertThat(companion.value()).isEqualTo("backbone");
        assertThat(companion.reason()).contains("nothing at 64 pixels 0.69", "pixels at 64 pixels 0.0");
        assertThat(choice("backbone").value()).isEqualTo("pixels");
    }

    @Test
    void aNetworkOfOneSideIsTriedAtThat() {
        backbones.graph = new ImportedGraph(96, NeighbourBackbones.FEATURES, PixelRange.IMAGENET);

        assertThat(companion().reason()).contains("pixels at 96 pixels").doesNotContain("at 64", "at 112");
        assertThat(choice("backboneSide").value()).isEqualTo("96");
    }

    @Test
    void aSideThatIsRefusedGivesUpNoOther() {
        backbones.opened = (backbone, side) -> {
            if (side < 112) {
                throw new RunFailedException("its images are too small");
            }
        };

        RecipeChoice companion = companion();

        assertThat(companion.value()).isEqualTo("backbone");
        assertThat(companion.reason())
                .contains("pixels at 112 pixels 0.", "pixels at 64 pixels cannot be used: its images are too small");
    }

    @Test
    void aNetworkThatIsGoneGivesUpNoOther() {
        backbones.two = true;
        backbones.opened = (backbone, side) -> {
            if (backbone.equals("nothing")) {
                throw new MissingObjectException(Bucket.BACKBONES, "weights/gone.npz");
            }
        };

        RecipeChoice companion = companion();

        assertThat(companion.value()).isEqualTo("backbone");
        assertThat(companion.reason())
                .contains("nothing at 64, 112, 160, 224 pixels cannot be used", "weights/gone.npz");
    }

    @Test
    void oneThatAloneIsGoneIsNoReasonToFail() {
        backbones.opened = (backbone, side) -> {
            throw new MissingObjectException(Bucket.BACKBONES, "weights/gone.npz");
        };

        assertThat(companion().value()).isEqualTo("none");
        assertThat(choice("companion").reason()).contains("no pretrained network can be used", "weights/gone.npz");
    }

    @Test
    void whereOnlyADamagedRecordIsKeptThatIsSaid() {
        backbones.unreadable = true;

        assertThat(companion().value()).isEqualTo("none");
        assertThat(choice("companion").reason())
                .isEqualTo("no pretrained network is kept that can be read: delete what is damaged of pixels and add it"
                        + " again");
    }

    /** What is said of it is needed when the run ends. */
    @Test
    void aTestSplitThatDoesNotFitIsFoundOutAtTheBeginning() {
        world.keep(backbones);
        world.pack(Split.TEST, 40_000);

        world.service().run(request());

        assertThat(backbones.looked).isZero();
        assertThat(world.progress())
                .extracting(TrainingProgressed::message)
                .noneMatch(message -> message.contains("a pretrained network answers, too"));
    }

    @Test
    void oneImageOfAClassLeavesNothingToJudgeBy() {
        int stepsPerEpoch = 3;
        world = new TrainingWorld(new ScriptedNetworks(stepsPerEpoch, 6, 9, 8, 7, 9, 9));
        world.countTraining(1L, 80L);

        RecipeChoice companion = companion();

        assertThat(companion.value()).isEqualTo("none");
        assertThat(companion.reason()).contains("fewer than 2 classes do");
        assertThat(backbones.looked).isZero();
    }

    /** 160 images in batches of 16, and 240 in all, within a quarter of the time. */
    @Test
    void aSideWhoseImagesTakeTooLongIsNotChosen() {
        eachBatchTakes(60);

        RecipeChoice companion = companion("minutes", "100", "symmetry", "mirror");

        assertThat(companion.value()).isEqualTo("none");
        assertThat(companion.reason())
                .contains("pixels at 64 pixels would take too long: 1800 s to look at every image, at most 1500 s");
        assertThat(backbones.looked).isEqualTo(160);
    }

    @Test
    void whatTakesFarTooLongToTryIsGivenUpOnTheWay() {
        eachBatchTakes(12);

        assertThat(companion("minutes", "10").reason()).contains("trying had taken 108 s, at most 48 s");
        assertThat(backbones.looked).isEqualTo(9 * 16);
    }

    @Test
    void withoutMinutesThereIsALimit() {
        eachBatchTakes(20);

        assertThat(companion().reason()).contains("trying had taken 140 s, at most 60 s");
        assertThat(backbones.looked).isEqualTo(7 * 16);
    }

    /** The first one takes its time, which says nothing of the second. */
    @Test
    void theTimeOfOneNetworkIsNotAnothers() {
        backbones.two = true;
        backbones.looking = (backbone, side) ->
                world.clock().pass(Duration.ofMillis(backbone.equals("nothing") && side == 64 ? 30_000 : 1));

        RecipeChoice companion = companion("minutes", "100", "symmetry", "mirror", "backboneSide", "64");

        assertThat(companion.reason()).contains("nothing at 64 pixels 0.69", "pixels at 64 pixels 0.0");
    }

    @Test
    void whoWaitsHearsThatItIsLookedAt() {
        eachBatchTakes(5);

        companion();

        assertThat(world.progress())
                .extracting(TrainingProgressed::message)
                .startsWith("pixels looked at 32 of 160 images of the train split")
                .anyMatch(message -> message.startsWith("loss of folds of training images: pixels at 64 pixels 0."));
    }
}

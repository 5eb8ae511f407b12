package org.equipoise.trainer.training;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.storage.Bucket;
import org.equipoise.trainer.recipe.RecipeChoice;
import org.equipoise.trainer.training.TrainingWorld.Killed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Runs of scripted networks beside a pretrained one that tells the stripes apart. */
class CompanionRunTest {

    private final NeighbourBackbones backbones = new NeighbourBackbones();

    private TrainingWorld world(int... rightOfTen) {
        TrainingWorld world = ScriptedRuns.world(rightOfTen);
        world.keep(backbones);
        return world;
    }

    private static TrainingRequested request(String... more) {
        Map<String, String> settings =
                new TreeMap<>(Map.of("batchSize", "32", "epochs", "6", "patience", "6", "companion", "auto"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return TrainingWorld.request("naive", settings);
    }

    private static TrainedModel model(TrainingWorld world) {
        assertThat(world.outcomes()).as("%s", world.progress()).hasSize(1);
        return world.outcomes().get(0);
    }

    private static RecipeChoice choice(TrainedModel model, String setting) {
        return model.recipe().choices().stream()
                .filter(choice -> choice.setting().equals(setting))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void withFoldsBothAnswerTheTrainingImagesToo() {
        TrainingWorld world = world(6, 7, 6, 6, 6, 6);
        world.pack();

        world.service().run(request("ensembleMembers", "3", "crossValidation", "true"));

        assertThat(choice(model(world), "companion").reason())
                .contains("on 40 validation images and 160 training images that were left out the network alone");
    }

    @Test
    void whatFoldsSpeakForAnswersTooAndTheCardHasEveryNumber() {
        TrainingWorld world = world(6, 7, 6, 6, 6, 6);

        world.service().run(request());

        TrainedModel model = model(world);
        assertThat(choice(model, "companion").value()).isEqualTo("backbone");
        assertThat(choice(model, "companion").reason())
                .contains("loss of folds of 160 training images", "pixels at 64 pixels", "always the same answer")
                .contains("on 40 validation images the network alone has AUC 0.600");
        assertThat(choice(model, "backbone").reason()).contains(NeighbourBackbones.SHA.substring(0, 16), "a licence");
        assertThat(choice(model, "network").value()).isEqualTo("article-cnn");
        assertThat(world.progress())
                .filteredOn(progress -> progress.phase() == Phase.STARTED)
                .singleElement()
                .satisfies(started -> assertThat(started.message())
                        .contains("a pretrained network answers, too: loss of folds of 160 training images"));
        assertThat(model.test().confusion().accuracy()).isGreaterThan(0.9);
        assertThat(model.telemetry().get(1).accuracy()).isEqualTo(0.7);
    }

    @Test
    void withoutAKeptNetworkNothingChangesButTheReason() {
        TrainingWorld plain = ScriptedRuns.world(6, 9, 8, 7, 9, 9);
        plain.service().run(ScriptedRuns.REQUEST);
        TrainingWorld open = ScriptedRuns.world(6, 9, 8, 7, 9, 9);

        open.service().run(request("patience", "2"));

        assertThat(choice(model(open), "companion").value()).isEqualTo("none");
        assertThat(choice(model(open), "companion").reason())
                .contains("no pretrained network is kept", "./equipoise backbone add FILE");
        assertThat(model(open).savedModel().sha256())
                .isEqualTo(model(plain).savedModel().sha256());
        assertThat(model(open).telemetry()).isEqualTo(model(plain).telemetry());
    }

    @Test
    void whatCannotBeReadIsNoReasonToFail() {
        TrainingWorld world = world(6, 9, 8, 7, 9, 9);
        backbones.damaged = true;

        world.service().run(request());

        assertThat(choice(model(world), "companion").value()).isEqualTo("none");
        assertThat(choice(model(world), "companion").reason()).contains("other bytes than when it was added");
    }

    @Test
    void numbersThatAreNoneAreNoReasonToFail() {
        TrainingWorld world = world(6, 9, 8, 7, 9, 9);
        backbones.spoilt = true;

        world.service().run(request());

        assertThat(choice(model(world), "companion").reason()).contains("answers with NaN, which is not finite");
    }

    @Test
    void moreImagesThanFitIntoMemoryAreNoReasonToFail() {
        TrainingWorld world = world(6, 9, 8, 7, 9, 9);
        world.packTraining(40_000);

        world.service().run(request());

        assertThat(choice(model(world), "companion").value()).isEqualTo("none");
        assertThat(choice(model(world), "companion").reason()).contains("40000 images of the train split takes");
        assertThat(backbones.looked).isZero();
    }

    @Test
    void aNetworkThatSeesNothingIsGivenUpWithTheNumbers() {
        TrainingWorld world = world(6, 9, 8, 7, 9, 9);
        backbones.blind = true;

        world.service().run(request());

        assertThat(choice(model(world), "companion").value()).isEqualTo("none");
        assertThat(choice(model(world), "companion").reason())
                .contains("sees nothing of the classes", "always the same answer costs 0.6931");
    }

    @Test
    void asManyNetworksAsAreKeptAreTriedAtTheSideThatWasAskedFor() {
        TrainingWorld world = world(6, 9, 8, 7, 9, 9);

        world.service().run(request("backboneSide", "96"));

        assertThat(choice(model(world), "backboneSide").value()).isEqualTo("96");
        assertThat(choice(model(world), "companion").reason())
                .contains("pixels at 96 pixels")
                .doesNotContain("at 112");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 11})
    void aKilledRunEndsAsIfItHadNotBeenKilled(int shards) {
        TrainingWorld undisturbed = world(6, 9, 8, 7, 9, 9);
        undisturbed.service().run(request());
        TrainingWorld killed = world(6, 9, 8, 7, 9, 9);
        killed.killAfterShards(shards);
        assertThatExceptionOfType(Killed.class)
                .isThrownBy(() -> killed.service().run(request()));
        if (shards > 4) {
            // Not even what was seen must be there: it is seen again.
            killed.objects()
                    .list(Bucket.DATASETS, "stripes/v1/features/")
                    .forEach(key -> killed.objects().delete(Bucket.DATASETS, key));
        }

        killed.service().run(request());

        assertThat(model(killed).savedModel().sha256())
                .isEqualTo(model(undisturbed).savedModel().sha256());
        assertThat(model(killed).telemetry()).isEqualTo(model(undisturbed).telemetry());
        assertThat(model(killed).recipe().choices())
                .isEqualTo(model(undisturbed).recipe().choices());
    }

    @Test
    void aRunDoesNotGoOnWithAnotherNetworkOfTheName() {
        TrainingWorld world = world(6, 9, 8, 7, 9, 9);
        world.killAfterShards(4);
        assertThatExceptionOfType(Killed.class).isThrownBy(() -> world.service().run(request()));
        backbones.sha = "b".repeat(64);

        world.service().run(request());

        assertThat(world.outcomes()).isEmpty();
        assertThat(ScriptedRuns.last(world).message())
                .startsWith("the run began with pixels")
                .contains("that name is now pixels", "sha256 " + "b".repeat(16));
    }

    @Test
    void anEpochIsKeptByWhatIsAnsweredTogether() {
        TrainingWorld world = world(6, 9, 8, 7, 9, 9);
        world.service().run(request("stopOn", "auc"));

        // The companion is right about every image, so no later epoch is better than the first.
        assertThat(model(world).test().confusion().accuracy()).isEqualTo(1);
        assertThat(ScriptedRuns.last(world).phase()).isEqualTo(Phase.FINISHED);
        assertThat(ScriptedRuns.last(world).message()).contains("AUC 1.000");
    }

    /** What was chosen is recorded as it was carried out: asked for again, nothing is tried. */
    @Test
    void whatWasCarriedOutIsRepeatedWithoutTrying() {
        TrainingWorld first = world(6, 9, 8, 7, 9, 9);
        first.service().run(request());
        int looked = backbones.looked;
        TrainingWorld second = world(6, 9, 8, 7, 9, 9);

        second.service()
                .run(request(
                        "companion",
                        "backbone",
                        "backbone",
                        choice(model(first), "backbone").value(),
                        "backboneSide",
                        choice(model(first), "backboneSide").value()));

        assertThat(backbones.looked - looked).isEqualTo(TrainingWorld.TRAIN + 40 + 40);
        assertThat(model(second).savedModel().sha256())
                .isEqualTo(model(first).savedModel().sha256());
    }

    @Test
    void whereHardlyAnEpochFitsThePretrainedNetworkAnswersAlone() {
        var networks = new ScriptedNetworks(ScriptedRuns.STEPS_PER_EPOCH, 6, 9, 8, 7, 9, 9);
        var world = new TrainingWorld(networks);
        world.keep(backbones);
        networks.takes((step, shard, from, count, rate) -> {
            world.clock().pass(Duration.ofSeconds(1));
            return ScriptedNetworks.outcome(0.5f);
        });

        world.examine((asked, dataset, chosen, progress) -> new AugmentationExamination.Examined(
                chosen.with(Map.of(
                        "augmentationLimits",
                        chosen.choice("augmentationLimits").because("labels survive the augmentation"),
                        "zoomFraction",
                        chosen.choice("zoomFraction").because("kept, as a network gains more from copies"))),
                List.of()));

        world.service().run(request("minutes", "0.5", "rotationDegrees", "5", "zoomFraction", "0.1"));

        TrainedModel model = model(world);
        assertThat(choice(model, "network").value()).isEqualTo("backbone");
        assertThat(choice(model, "network").reason()).contains("fewer than 5 epochs", "loss of folds");
        assertThat(choice(model, "companion").value()).isEqualTo("none");
        assertThat(List.of("augmentationLimits", "rotationDegrees", "zoomFraction"))
                .allSatisfy(setting -> assertThat(choice(model, setting).reason())
                        .contains("not used: a pretrained network answers alone")
                        .doesNotContain("survive", "kept"));
        assertThat(choice(model, "zoomFraction").reason()).startsWith("asked for");
        assertThat(choice(model, "epochs").reason()).isEqualTo("see network");
        assertThat(model.recipe().choices()).noneMatch(made -> made.reason().isBlank());
        assertThat(model.epochs()).isEqualTo(1);
        assertThat(world.progress()).extracting(TrainingProgressed::phase).containsOnlyOnce(Phase.STARTED);
        assertThat(List.of(model.test().confusion().accuracy())).allMatch(accuracy -> accuracy > 0.9);
    }
}

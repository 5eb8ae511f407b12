package org.equipoise.trainer.tensorflow;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.TrainingRequested;
import org.equipoise.trainer.training.SplitPredictions;
import org.equipoise.trainer.training.TrainedModel;
import org.equipoise.trainer.training.TrainingWorld;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A whole run on the real library, killed in its second epoch. */
class ResumedRunTest {

    private static final TrainingRequested REQUEST = TrainingWorld.request(
            "auto", Map.of("batchSize", "32", "epochs", "3", "patience", "3", "ensembleMembers", "2"));

    /** Everything at once that is decided before the first epoch or changes between epochs. */
    private static final TrainingRequested EVERY_STAGE = TrainingWorld.request(
            "auto",
            Map.ofEntries(
                    Map.entry("epochs", "4"),
                    Map.entry("ensembleMembers", "2"),
                    Map.entry("learningRateSearch", "true"),
                    Map.entry("classWeights", "effective-number"),
                    Map.entry("reweightFrom", "0.5"),
                    Map.entry("classifierEpochs", "1"),
                    Map.entry("loss", "focal"),
                    Map.entry("symmetry", "mirror"),
                    Map.entry("answerAdjustment", "0.5")));

    @TempDir
    private static Path scratch;

    private static List<TrainedModel> ofEveryStage = List.of();

    @BeforeAll
    static void trainEveryStageUndisturbed() {
        TrainingWorld undisturbed = world();
        undisturbed.service().run(EVERY_STAGE);
        ofEveryStage = undisturbed.outcomes();
    }

    @Test
    void aKilledRunGivesTheSameModelToTheLastBit() {
        TrainingWorld undisturbed = world();
        undisturbed.service().run(REQUEST);
        TrainingWorld killed = world();
        killed.killAfterShards(4);
        assertThatExceptionOfType(TrainingWorld.Killed.class)
                .isThrownBy(() -> killed.service().run(REQUEST));

        killed.service().run(REQUEST);

        TrainedModel expected = undisturbed.outcomes().get(0);
        TrainedModel model = killed.outcomes().get(0);
        assertThat(model.telemetry()).isEqualTo(expected.telemetry());
        assertThat(bits(model.test())).isEqualTo(bits(expected.test()));
        assertThat(model.savedModel().sha256()).isEqualTo(expected.savedModel().sha256());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 8, 11})
    void aKilledRunOfEveryStageGivesTheSameModelToTheLastBit(int shards) {
        TrainingWorld killed = world();
        killed.killAfterShards(shards);
        assertThatExceptionOfType(TrainingWorld.Killed.class)
                .isThrownBy(() -> killed.service().run(EVERY_STAGE));

        killed.service().run(EVERY_STAGE);

        TrainedModel expected = ofEveryStage.get(0);
        TrainedModel model = killed.outcomes().get(0);
        assertThat(model.epochs()).isEqualTo(4);
        assertThat(model.telemetry()).isEqualTo(expected.telemetry());
        assertThat(model.savedModel().sha256()).isEqualTo(expected.savedModel().sha256());
    }

    @Test
    void theSearchForALearningRateSaysWhatItFound() {
        TrainingWorld world = world();

        world.service()
                .run(TrainingWorld.request(
                        "auto", Map.of("epochs", "1", "ensembleMembers", "1", "learningRateSearch", "true")));

        assertThat(world.progress().get(0).message()).containsPattern("learning rate \\S+ with confidence");
        assertThat(world.outcomes()).hasSize(1);
    }

    private static TrainingWorld world() {
        return new TrainingWorld(new TensorFlowNetworks(TensorFlowConfigs.defaults(), scratch));
    }

    private static float[] bits(SplitPredictions predictions) {
        float[] all = new float[predictions.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = predictions.probability(i, 0);
        }
        return all;
    }
}

package org.equipoise.trainer.tensorflow;

import java.nio.file.Path;
import java.util.Map;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.trainer.training.SplitPredictions;
import org.equipoise.trainer.training.TrainedModel;
import org.equipoise.trainer.training.TrainingWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A whole run on the real library, killed in its second epoch. */
class ResumedRunTest {

    private static final TrainingRequested REQUEST =
            TrainingWorld.request("auto", Map.of("batchSize", "32", "epochs", "3", "patience", "3"));

    @TempDir
    private Path scratch;

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

    private TrainingWorld world() {
        var config = new SmallRyeConfigBuilder()
                .withMapping(TensorFlowConfig.class)
                .build()
                .getConfigMapping(TensorFlowConfig.class);
        return new TrainingWorld(new TensorFlowNetworks(config, scratch));
    }

    private static float[] bits(SplitPredictions predictions) {
        float[] all = new float[predictions.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = predictions.probability(i, 0);
        }
        return all;
    }
}

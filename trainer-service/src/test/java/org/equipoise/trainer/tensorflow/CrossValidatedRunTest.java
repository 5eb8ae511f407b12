package org.equipoise.trainer.tensorflow;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.trainer.training.TrainedModel;
import org.equipoise.trainer.training.TrainingWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A whole run on a tiny set, on the real library. */
class CrossValidatedRunTest {

    private static final String CHOSEN =
            "160 training images, each answered by the one of 3 that had not learnt from it, and 40 validation images";

    @TempDir
    private static Path scratch;

    private static TrainingRequested request(String... more) {
        Map<String, String> settings =
                new TreeMap<>(Map.of("batchSize", "32", "epochs", "3", "patience", "3", "ensembleMembers", "3"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return TrainingWorld.request("auto", settings);
    }

    private static TrainingWorld world() {
        var world = new TrainingWorld(new TensorFlowNetworks(TensorFlowConfigs.defaults(), scratch));
        world.pack();
        return world;
    }

    private static String reason(TrainedModel model) {
        return model.recipe().choice("crossValidation").reason();
    }

    @Test
    void itIsChosenOnTrainingImagesToo() {
        TrainingWorld undisturbed = world();

        undisturbed.service().run(request());

        assertThat(undisturbed.progress())
                .filteredOn(progress -> progress.phase() == Phase.STARTED)
                .extracting(TrainingProgressed::message)
                .singleElement()
                .asString()
                .contains(CHOSEN);
        TrainedModel model = undisturbed.outcomes().get(0);
        assertThat(reason(model)).contains("200 training and validation images, fewer than 1000", CHOSEN);
        assertThat(model.test().confusion().accuracy()).isGreaterThan(0.8);

        TrainingWorld killed = world();
        killed.killAfterShards(4);
        assertThatExceptionOfType(TrainingWorld.Killed.class)
                .isThrownBy(() -> killed.service().run(request()));
        killed.service().run(request());

        TrainedModel resumed = killed.outcomes().get(0);
        assertThat(resumed.telemetry()).isEqualTo(model.telemetry());
        assertThat(resumed.savedModel().sha256()).isEqualTo(model.savedModel().sha256());
        assertThat(resumed.recipe().choices()).isEqualTo(model.recipe().choices());

        TrainingWorld without = world();
        without.service().run(request("crossValidation", "false"));
        assertThat(without.outcomes().get(0).savedModel().sha256())
                .isNotEqualTo(model.savedModel().sha256());
        assertThat(reason(without.outcomes().get(0))).isEqualTo("asked for");
    }
}

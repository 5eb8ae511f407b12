package org.equipoise.trainer.training;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.storage.Bucket;
import org.equipoise.trainer.training.TrainingWorld.Killed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Runs of networks whose accuracy a test writes down beforehand. */
final class ScriptedRuns {

    /** 160 images in batches of 32. */
    static final int STEPS_PER_EPOCH = 5;

    static final TrainingRequested REQUEST =
            TrainingWorld.request("naive", Map.of("batchSize", "32", "epochs", "6", "patience", "2"));

    private ScriptedRuns() {}

    /** Of ten images so many are right after the first epoch, the second, and so on. */
    static TrainingWorld world(int... rightOfTen) {
        return new TrainingWorld(new ScriptedNetworks(STEPS_PER_EPOCH, rightOfTen));
    }

    /** A run that died in its fourth epoch; epoch 2 is the best, 3 the last. */
    static TrainingWorld killedAfterEpoch3() {
        var world = world(6, 9, 8, 7, 9, 9);
        world.killAfterShards(11);
        assertThatExceptionOfType(Killed.class).isThrownBy(() -> world.service().run(REQUEST));
        assertThat(world.objects().list(Bucket.CHECKPOINTS, "run-1/1-trainer-0/epoch-"))
                .containsExactly("run-1/1-trainer-0/epoch-2.zip", "run-1/1-trainer-0/epoch-3.zip");
        return world;
    }

    /** What was said last. */
    static TrainingProgressed last(TrainingWorld world) {
        return world.progress().get(world.progress().size() - 1);
    }

    /** Why a run failed of which nothing else was said. */
    static String failure(TrainingWorld world) {
        assertThat(world.outcomes()).isEmpty();
        assertThat(world.progress())
                .singleElement()
                .extracting(TrainingProgressed::phase)
                .isEqualTo(Phase.FAILED);
        return world.progress().get(0).message();
    }

    /** The state that is stored, of the newest owner. */
    static String state(TrainingWorld world) {
        List<String> states = world.objects().list(Bucket.CHECKPOINTS, "run-1/").stream()
                .filter(key -> key.endsWith("/state.json"))
                .toList();
        String newest = states.get(states.size() - 1);
        return new String(world.objects().require(Bucket.CHECKPOINTS, newest), StandardCharsets.UTF_8);
    }
}

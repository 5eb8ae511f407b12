package org.equipoise.trainer.checkpoint;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.common.storage.StorageException;
import org.equipoise.trainer.training.AnswerCorrection;
import org.equipoise.trainer.training.FinishedModel;
import org.equipoise.trainer.training.LogitCorrection;
import org.equipoise.trainer.training.RunState;
import org.equipoise.trainer.training.SavedModel;
import org.equipoise.trainer.training.SplitPredictions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ObjectStoreCheckpointsTest {

    private static final TrainingRequested REQUEST = new TrainingRequested(
            "run-1", "m", "d", "v1", "auto", Map.of("epochs", "3"), 7, Instant.parse("2026-11-23T08:00:00Z"));

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final ObjectStoreCheckpoints checkpoints = new ObjectStoreCheckpoints(objects);

    @Test
    void aStateComesBackAsItWas() {
        RunState state = after(after(RunState.start(REQUEST), 0.5), 0.25);

        checkpoints.save(state);

        assertThat(checkpoints.state("run-1")).contains(state);
    }

    @Test
    void anUnknownRunHasNoState() {
        assertThat(checkpoints.state("run-2")).isEmpty();
    }

    @Test
    void onlyTheLastAndTheBestEpochAreKept() {
        RunState state = RunState.start(REQUEST);
        for (double score : new double[] {0.5, 0.9, 0.8, 0.7}) {
            state = after(state, score);
            checkpoints.save(state, ("epoch " + state.epochs()).getBytes(StandardCharsets.UTF_8));
        }

        assertThat(objects.list(Bucket.CHECKPOINTS, "run-1/epoch-"))
                .containsExactly("run-1/epoch-2.zip", "run-1/epoch-4.zip");
        assertThat(checkpoints.network("run-1", 2))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("epoch 2");
    }

    @Test
    void aFinishedModelComesBackAsItWas() {
        var validation = new SplitPredictions(2, new int[] {0, 1}, new float[] {0.9f, 0.1f, 0.3f, 0.7f});
        var test = new SplitPredictions(2, new int[] {1}, new float[] {0.6f, 0.4f});
        var correction = new AnswerCorrection(new LogitCorrection(List.of(0.25, -0.5), 1.7), true, List.of(0.6, 0.4));

        checkpoints.save(
                RunState.start(REQUEST).in(RunState.Phase.TRAINED),
                new FinishedModel(
                        new SavedModel(new byte[] {1, 2, 3}), validation, test, correction, "CPU, 2 threads"));
        FinishedModel found = checkpoints.finished("run-1");

        assertThat(found.savedModel().zip()).containsExactly(1, 2, 3);
        assertThat(found.validation().probability(1, 1)).isEqualTo(0.7f);
        assertThat(found.test().label(0)).isEqualTo(1);
        assertThat(found.correction()).isEqualTo(correction);
        assertThat(found.device()).isEqualTo("CPU, 2 threads");
    }

    @Test
    void aTornStateIsAFaultAndNotANewRun() {
        objects.put(Bucket.CHECKPOINTS, "run-1/state.json", "{".getBytes(StandardCharsets.UTF_8), "application/json");

        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> checkpoints.state("run-1"));
    }

    private static RunState after(RunState state, double score) {
        var telemetry = new EpochTelemetry(
                1, 1, 1, 1e-3, score, score, List.of(1.0, 0.0), List.of(0.5, 0.5), true, 100, 0.5, 0.5, null);
        return state.after(state.steps() + 5, state.stopping().after(score, 1), telemetry, 1);
    }
}

package org.equipoise.trainer.checkpoint;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.common.storage.MissingObjectException;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.trainer.training.AnswerCorrection;
import org.equipoise.trainer.training.FinishedModel;
import org.equipoise.trainer.training.LogitCorrection;
import org.equipoise.trainer.training.RunFailedException;
import org.equipoise.trainer.training.RunInterruptedException;
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
        RunState state = checkpoints.takeOver(RunState.start(REQUEST), "a");
        for (double score : new double[] {0.5, 0.9, 0.8, 0.7}) {
            state = after(state, score);
            checkpoints.save(state, ("epoch " + state.epochs()).getBytes(StandardCharsets.UTF_8));
        }

        assertThat(objects.list(Bucket.CHECKPOINTS, "run-1/1-a/epoch-"))
                .containsExactly("run-1/1-a/epoch-2.zip", "run-1/1-a/epoch-4.zip");
        assertThat(checkpoints.network(state, 2))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("epoch 2");
    }

    @Test
    void aFinishedModelComesBackAsItWas() {
        var validation = new SplitPredictions(2, new int[] {0, 1}, new float[] {0.9f, 0.1f, 0.3f, 0.7f});
        var test = new SplitPredictions(2, new int[] {1}, new float[] {0.6f, 0.4f});
        var correction = new AnswerCorrection(new LogitCorrection(List.of(0.25, -0.5), 1.7), true, List.of(0.6, 0.4));

        RunState trained = RunState.start(REQUEST).takenBy("a").in(RunState.Phase.TRAINED);

        checkpoints.save(
                trained,
                new FinishedModel(
                        new SavedModel(new byte[] {1, 2, 3}), validation, test, correction, "CPU, 2 threads"));
        FinishedModel found = checkpoints.finished(checkpoints.takeOver(trained, "b"));

        assertThat(found.savedModel().zip()).containsExactly(1, 2, 3);
        assertThat(found.validation().probability(1, 1)).isEqualTo(0.7f);
        assertThat(found.test().label(0)).isEqualTo(1);
        assertThat(found.correction()).isEqualTo(correction);
        assertThat(found.device()).isEqualTo("CPU, 2 threads");
    }

    @Test
    void anOwnerThatWasSupersededCannotSave() {
        RunState first = checkpoints.takeOver(RunState.start(REQUEST), "a");
        RunState second = checkpoints.takeOver(first, "b");

        assertThatExceptionOfType(RunInterruptedException.class)
                .isThrownBy(() -> checkpoints.save(after(first, 0.5), new byte[1]))
                .withMessageContaining("attempt 2")
                .withMessageContaining("attempt 1");

        assertThat(checkpoints.state("run-1")).contains(second);
    }

    /** Both found the same state; the other one is done with its take-over when the first one writes. */
    @Test
    void ofTwoThatTakeARunAtOnceOneGoesOn() {
        RunState found = checkpoints.takeOver(RunState.start(REQUEST), "gone");
        objects.beforeNextPut(() -> checkpoints.takeOver(found, "b"));

        assertThatExceptionOfType(RunInterruptedException.class).isThrownBy(() -> checkpoints.takeOver(found, "a"));

        checkpoints.save(after(found.takenBy("b"), 0.5), new byte[1]);
    }

    @Test
    void ofTwoThatTookARunAtOnceTheOneThatSortsLastHoldsIt() {
        RunState found = checkpoints.takeOver(RunState.start(REQUEST), "gone");
        RunState b = found.takenBy("b");
        objects.beforeNextPut(() -> checkpoints.save(b));

        RunState c = checkpoints.takeOver(found, "c");

        assertThatExceptionOfType(RunInterruptedException.class).isThrownBy(() -> checkpoints.save(b));
        checkpoints.save(after(c, 0.5), new byte[1]);
    }

    @Test
    void aRunThatWentOnMeanwhileIsNotTakenOver() {
        RunState found = checkpoints.takeOver(RunState.start(REQUEST), "a");
        RunState further = after(found, 0.5);
        checkpoints.save(further, new byte[1]);

        assertThatExceptionOfType(RunInterruptedException.class).isThrownBy(() -> checkpoints.takeOver(found, "b"));

        assertThat(checkpoints.state("run-1")).contains(further);
    }

    @Test
    void whatAFormerOwnerDropsIsNotMissed() {
        RunState first = after(checkpoints.takeOver(RunState.start(REQUEST), "a"), 0.5);
        checkpoints.save(first, new byte[] {7});
        RunState second = checkpoints.takeOver(first, "b");

        objects.list(Bucket.CHECKPOINTS, "run-1/1-a/").forEach(key -> objects.delete(Bucket.CHECKPOINTS, key));

        assertThat(checkpoints.network(second, 1)).containsExactly(7);
    }

    /** The older owner slept between its look at the state and its write, and the new one took the run meanwhile. */
    @Test
    void anOwnerThatSleptBeforeItsWriteWritesOverNothingAndStops() {
        RunState first = checkpoints.takeOver(RunState.start(REQUEST), "a");
        RunState newer = after(first.takenBy("b"), 0.5);
        objects.beforeNextPut(() -> {
            checkpoints.takeOver(first, "b");
            checkpoints.save(newer);
        });

        assertThatExceptionOfType(RunInterruptedException.class)
                .isThrownBy(() -> checkpoints.save(after(first, 0.25)))
                .withMessageContaining("attempt 2 goes on with it, this is attempt 1");

        assertThat(checkpoints.state("run-1")).contains(newer);
    }

    @Test
    void aRunFromBeforeAttemptsWereCountedIsTakenOver() {
        RunState old = after(RunState.start(REQUEST), 0.5);
        objects.put(Bucket.CHECKPOINTS, "run-1/state.json", EventCodec.write(old), "application/json");
        objects.put(Bucket.CHECKPOINTS, "run-1/epoch-1.zip", new byte[] {7}, "");

        RunState taken = checkpoints.takeOver(old, "a");

        assertThat(checkpoints.network(taken, 1)).containsExactly(7);
    }

    @Test
    void aTornStateIsAFaultAndNotANewRun() {
        objects.put(Bucket.CHECKPOINTS, "run-1/state.json", "{".getBytes(StandardCharsets.UTF_8), "application/json");

        assertThatExceptionOfType(RunFailedException.class)
                .isThrownBy(() -> checkpoints.state("run-1"))
                .withMessageStartingWith("object checkpoints/run-1/state.json cannot be read: not a valid RunState: ");
    }

    @Test
    void aStateWithoutItsRequestIsTornToo() {
        objects.put(
                Bucket.CHECKPOINTS,
                "run-1/state.json",
                "{\"phase\": \"TRAINING\", \"steps\": 0, \"telemetry\": [], \"seconds\": 0, \"message\": \"\"}"
                        .getBytes(StandardCharsets.UTF_8),
                "application/json");

        assertThatExceptionOfType(RunFailedException.class).isThrownBy(() -> checkpoints.state("run-1"));
    }

    @Test
    void aNetworkThatIsNotThereIsNamed() {
        assertThatExceptionOfType(MissingObjectException.class)
                .isThrownBy(() -> checkpoints.network(RunState.start(REQUEST), 3))
                .withMessage("no object checkpoints/run-1/epoch-3.zip");
    }

    @Test
    void answersThatCannotBeReadAreNamed() {
        var answers = new SplitPredictions(2, new int[] {1}, new float[] {0.6f, 0.4f});
        checkpoints.save(
                RunState.start(REQUEST).in(RunState.Phase.TRAINED),
                new FinishedModel(
                        new SavedModel(new byte[] {1, 2, 3}),
                        answers,
                        answers,
                        new AnswerCorrection(new LogitCorrection(List.of(0.25, -0.5), 1.7), true, List.of(0.6, 0.4)),
                        "CPU, 2 threads"));
        objects.put(Bucket.CHECKPOINTS, "run-1/test.npz", new byte[] {1, 2, 3}, "");

        assertThatExceptionOfType(RunFailedException.class)
                .isThrownBy(() -> checkpoints.finished(RunState.start(REQUEST)))
                .withMessageStartingWith("object checkpoints/run-1/test.npz cannot be read: ");
    }

    @Test
    void aFailedRunKeepsItsStateAndTheNetworkOfItsBestEpoch() {
        RunState state = trained("run-1", REQUEST.requestedAt());

        checkpoints.tidyFailed(state.failed("why"));

        assertThat(objects.list(Bucket.CHECKPOINTS, "run-1/")).containsExactly("run-1/epoch-2.zip", "run-1/state.json");
    }

    /** They may have come after nobody waited for them. */
    @Test
    void theShardsOfAnExaminationGoWithTheRunHoweverItEnds() {
        String late = ObjectKeys.shard(ObjectKeys.copiesOf("run-1"), 0, 0);
        String ofOthers = ObjectKeys.shard(ObjectKeys.originalsOf("run-2"), 0, 0);
        RunState state = trained("run-1", REQUEST.requestedAt());
        objects.put(Bucket.SHARDS, ofOthers, new byte[] {1}, "");
        objects.put(Bucket.SHARDS, late, new byte[] {1}, "");

        checkpoints.tidyFailed(state.failed("why"));

        assertThat(objects.list(Bucket.SHARDS, "")).containsExactly(ofOthers);
        objects.put(Bucket.SHARDS, late, new byte[] {1}, "");

        checkpoints.tidy("run-1");

        assertThat(objects.list(Bucket.SHARDS, "")).containsExactly(ofOthers);
    }

    @Test
    void onlyTheFailedRunsThatWereAskedForLastKeepANetwork() {
        for (int i = 0; i < ObjectStoreCheckpoints.FAILED_RUNS_KEPT + 2; i++) {
            RunState state = trained("failed-" + i, REQUEST.requestedAt().plusSeconds(i));
            checkpoints.save(state.failed("why"));
            checkpoints.tidyFailed(state.failed("why"));
        }

        assertThat(objects.list(Bucket.CHECKPOINTS, "failed-"))
                .filteredOn(key -> key.endsWith("/epoch-2.zip"))
                .hasSize(ObjectStoreCheckpoints.FAILED_RUNS_KEPT)
                .doesNotContain("failed-0/epoch-2.zip", "failed-1/epoch-2.zip");
        assertThat(objects.list(Bucket.CHECKPOINTS, "failed-0/")).containsExactly("failed-0/state.json");
    }

    @Test
    void aRunInFlightKeepsItsNetworksHoweverManyFail() {
        trained("in-flight", REQUEST.requestedAt().minusSeconds(1));
        for (int i = 0; i < ObjectStoreCheckpoints.FAILED_RUNS_KEPT + 1; i++) {
            RunState state = trained("failed-" + i, REQUEST.requestedAt().plusSeconds(i));
            checkpoints.save(state.failed("why"));
            checkpoints.tidyFailed(state.failed("why"));
        }

        assertThat(objects.list(Bucket.CHECKPOINTS, "in-flight/epoch-")).hasSize(2);
    }

    /** Three epochs, the second one the best. */
    private RunState trained(String runId, Instant requestedAt) {
        RunState state = RunState.start(
                new TrainingRequested(runId, "m", "d", "v1", "auto", Map.of("epochs", "3"), 7, requestedAt));
        for (double score : new double[] {0.5, 0.9, 0.8}) {
            state = after(state, score);
            checkpoints.save(state, new byte[] {1});
        }
        return state;
    }

    private static RunState after(RunState state, double score) {
        var telemetry = new EpochTelemetry(
                1, 1, 1, 1e-3, score, score, List.of(1.0, 0.0), List.of(0.5, 0.5), true, 100, 0.5, 0.5, null);
        return state.after(state.steps() + 5, state.stopping().after(score, 1), telemetry, 1);
    }
}

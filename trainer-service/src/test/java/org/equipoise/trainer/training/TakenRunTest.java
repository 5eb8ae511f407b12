package org.equipoise.trainer.training;

import java.time.Duration;

import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.trainer.training.TrainingWorld.Killed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.equipoise.trainer.training.ScriptedRuns.REQUEST;
import static org.equipoise.trainer.training.ScriptedRuns.state;
import static org.equipoise.trainer.training.ScriptedRuns.world;

/** Another trainer has the run by now. */
class TakenRunTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4, 7, 11})
    void aTrainerThatWakesUpAfterItsRunWasTakenStopsAndLeavesEverythingToTheOther(int shards) {
        var world = world(6, 9, 8, 7, 9, 9);
        var other = world.service();
        world.stallAfterShards(shards, () -> {
            other.run(REQUEST);
            // Its own sign of life is overdue when it wakes up.
            world.clock().pass(Duration.ofMinutes(1));
        });

        assertThatExceptionOfType(RunInterruptedException.class)
                .isThrownBy(() -> world.service().run(REQUEST))
                .withMessageContaining("run-1")
                .withMessageContaining("attempt 2");

        assertThat(world.outcomes()).hasSize(1);
        assertThat(world.progress())
                .filteredOn(p -> p.phase() == Phase.EPOCH)
                .extracting(TrainingProgressed::epoch)
                .containsExactly(1, 2, 3, 4);
        assertThat(state(world)).contains("\"COMPLETED\"", "\"attempt\":2");
    }

    /** The stalled trainer is at epoch 2 when the other one dies in epoch 3. */
    @Test
    void whatATrainerThatLostItsRunWritesAndDropsIsMissedByNobody() {
        var undisturbed = world(6, 9, 8, 7, 9, 9);
        undisturbed.service().run(REQUEST);
        var world = world(6, 9, 8, 7, 9, 9);
        var other = world.service();
        world.stallAfterShards(4, () -> {
            world.killAfterShards(5);
            assertThatExceptionOfType(Killed.class).isThrownBy(() -> other.run(REQUEST));
        });
        assertThatExceptionOfType(RunInterruptedException.class)
                .isThrownBy(() -> world.service().run(REQUEST));

        world.service().run(REQUEST);

        assertThat(world.outcomes())
                .singleElement()
                .satisfies(model -> assertThat(model.savedModel().sha256())
                        .isEqualTo(undisturbed.outcomes().get(0).savedModel().sha256()));
        assertThat(world.progress())
                .filteredOn(p -> p.phase() == Phase.EPOCH)
                .extracting(TrainingProgressed::epoch)
                .containsExactly(1, 2, 3, 4);
    }

    @Test
    void aTrainerThatLostItsRunDoesNotGiveItUp() {
        var world = world(6, 9, 8, 7, 9, 9);
        var other = world.service();
        world.stallAfterShards(4, () -> {
            world.killAfterShards(2);
            assertThatExceptionOfType(Killed.class).isThrownBy(() -> other.run(REQUEST));
            throw new RunFailedException("a shard did not come");
        });

        assertThatExceptionOfType(RunInterruptedException.class)
                .isThrownBy(() -> world.service().run(REQUEST));

        assertThat(state(world)).contains("\"TRAINING\"");
        assertThat(world.progress()).noneMatch(p -> p.phase() == Phase.FAILED);
    }
}

package org.equipoise.trainer.training;

import java.util.ArrayList;
import java.util.List;

import org.equipoise.common.events.TrainingProgressed;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.equipoise.trainer.training.ScriptedRuns.REQUEST;
import static org.equipoise.trainer.training.ScriptedRuns.world;

/** What is looked at when a run is over. */
class EndedRunTest {

    private final List<EndedRun> ended = new ArrayList<>();
    private final List<byte[]> checkpoints = new ArrayList<>();
    private final List<Integer> drawn = new ArrayList<>();

    @Test
    void aRunIsLookedAtWithItsModelWhileItsNetworkIsThere() {
        var world = world(6, 9, 7, 7, 7, 7);
        world.afterwards(this::look);

        world.service().run(REQUEST);

        assertThat(ended).singleElement().satisfies(run -> {
            assertThat(run.model()).isNotNull();
            assertThat(run.uncorrected()).isNotNull();
            assertThat(run.telemetry()).isNotEmpty();
            assertThat(run.counts()).containsExactly(80L, 80L);
            assertThat(run.failure()).isEmpty();
        });
        assertThat(checkpoints).hasSize(1);
        assertThat(drawn).singleElement().satisfies(images -> assertThat(images).isPositive());
    }

    @Test
    void aRunThatFailsIsLookedAtWithTheReason() {
        var networks = new ScriptedNetworks(3, 6, 6, 6);
        var world = new TrainingWorld(networks);
        networks.shows(step -> ScriptedNetworks.outcome(step < 4 ? 0.5f : Float.NaN));
        world.afterwards(this::look);

        world.service().run(REQUEST);

        assertThat(ended).singleElement().satisfies(run -> {
            assertThat(run.model()).isNull();
            assertThat(run.failure()).contains("the loss is NaN");
        });
    }

    @Test
    void aRunThatDiesWhileItIsLookedAtIsLookedAtAgain() {
        var world = world(6, 9, 7, 7, 7, 7);
        world.afterwards(run -> {
            throw new TrainingWorld.Killed();
        });
        assertThatThrownBy(() -> world.service().run(REQUEST)).isInstanceOf(TrainingWorld.Killed.class);
        world.afterwards(this::look);

        world.service().run(REQUEST);
        world.service().run(REQUEST);

        assertThat(ended).hasSize(1);
        assertThat(world.progress())
                .extracting(TrainingProgressed::phase)
                .contains(TrainingProgressed.Phase.FINISHED)
                .doesNotContain(TrainingProgressed.Phase.FAILED);
    }

    private void look(EndedRun run) {
        ended.add(run);
        run.checkpoint().get().ifPresent(checkpoints::add);
        drawn.add(run.drawn().get().size());
    }
}

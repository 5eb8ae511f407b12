package org.equipoise.trainer.training;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.trainer.training.AugmentationExamination.Examined;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.equipoise.trainer.training.ScriptedRuns.REQUEST;
import static org.equipoise.trainer.training.ScriptedRuns.world;

/** What happens to a run while its augmentation is looked at. */
class ExaminedRunTest {

    private final AtomicInteger examined = new AtomicInteger();

    @Test
    void whatCannotBeTrainedIsRefusedBeforeAnythingIsLookedAt() {
        var world = world(1);
        world.examine(counting(world));
        world.loseSecondClassInValidation();

        world.service().run(TrainingWorld.request("naive", Map.of("aim", "accuracy")));

        assertThat(world.progress())
                .singleElement()
                .extracting(TrainingProgressed::phase)
                .isEqualTo(TrainingProgressed.Phase.FAILED);
        assertThat(examined).hasValue(0);
    }

    @Test
    void aDatasetWithoutImagesToJudgeIsRefusedBeforeAnythingIsLookedAt() {
        var world = world(1);
        world.examine(counting(world));
        world.emptyHeldOutSplits();

        world.service().run(REQUEST);

        assertThat(examined).hasValue(0);
    }

    @Test
    void theTimeOfAnExaminationThatChangedNothingCountsAsTheRuns() {
        var world = world(1, 2, 3, 4, 5, 6);
        world.examine(counting(world));

        world.service().run(REQUEST);

        assertThat(world.outcomes())
                .singleElement()
                .extracting(TrainedModel::seconds)
                .isEqualTo(40.0);
    }

    @Test
    void whatTheExaminationSaysIsSaidBeforeTheRunStarts() {
        var world = world(1, 2, 3, 4, 5, 6);
        world.examine(counting(world));

        world.service().run(REQUEST);

        assertThat(world.progress().get(0).message()).isEqualTo("looks");
        assertThat(world.progress().get(1).message()).isEqualTo("looked");
        assertThat(world.progress().get(2).phase()).isEqualTo(TrainingProgressed.Phase.STARTED);
    }

    private AugmentationExamination counting(TrainingWorld world) {
        return (request, dataset, chosen, progress) -> {
            examined.incrementAndGet();
            progress.said("looks");
            progress.stopIfSuperseded();
            world.clock().pass(Duration.ofSeconds(40));
            return new Examined(chosen, List.of("looked"));
        };
    }
}

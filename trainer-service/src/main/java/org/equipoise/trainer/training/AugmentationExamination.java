package org.equipoise.trainer.training;

import java.util.List;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.trainer.recipe.ChosenRecipe;

/** Looks at what a recipe does to training images before a run trains on them. */
@FunctionalInterface
public interface AugmentationExamination {

    /** Leaves every recipe as it is, and says nothing. */
    AugmentationExamination NONE = (request, dataset, chosen, progress) -> new Examined(chosen, List.of());

    /**
     * A recipe with what was found.
     *
     * @param recipe the same, or without an augmentation that does not pay; its reasons say what was found
     * @param remarks what a reader should know, as sentences without a stop
     */
    record Examined(ChosenRecipe recipe, List<String> remarks) {
        public Examined {
            remarks = List.copyOf(remarks);
        }
    }

    /** The run that waits. */
    interface Progress {

        /** Something that a reader should know at once, as a sentence without a stop. */
        void said(String remark);

        /**
         * Asked before something is kept.
         *
         * @throws RunInterruptedException if another trainer took the run
         */
        void stopIfSuperseded();
    }

    /**
     * Examines; whatever cannot be found out is said, and costs no run.
     *
     * @throws RunInterruptedException if the service is stopping, or another trainer took the run
     */
    Examined examine(TrainingRequested request, DatasetFrozen dataset, ChosenRecipe chosen, Progress progress);
}

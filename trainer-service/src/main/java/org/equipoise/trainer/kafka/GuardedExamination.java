package org.equipoise.trainer.kafka;

import java.util.List;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.trainer.recipe.ChosenRecipe;
import org.equipoise.trainer.training.AugmentationExamination;
import org.equipoise.trainer.training.RunFailedException;
import org.equipoise.trainer.training.RunInterruptedException;
import org.jboss.logging.Logger;

/**
 * A run trains whatever looking at its augmentation runs into, and says that nobody looked. A stop comes through, and
 * an outage: it is looked at again.
 */
public final class GuardedExamination implements AugmentationExamination {

    private static final Logger LOG = Logger.getLogger(GuardedExamination.class);

    private final AugmentationExamination examination;

    public GuardedExamination(AugmentationExamination examination) {
        this.examination = examination;
    }

    @Override
    public Examined examine(TrainingRequested request, DatasetFrozen dataset, ChosenRecipe chosen, Progress progress) {
        try {
            return examination.examine(request, dataset, chosen, progress);
        } catch (RunInterruptedException e) {
            throw e;
        } catch (RunFailedException e) {
            return unexamined(chosen, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            if (Outages.isOutage(e)) {
                throw e;
            }
            LOG.errorf(e, "the augmentation of runId=%s was not examined", request.runId());
            return unexamined(chosen, "the log says why");
        } catch (OutOfMemoryError e) {
            LOG.errorf(e, "the augmentation of runId=%s was not examined", request.runId());
            return unexamined(chosen, "out of memory");
        }
    }

    private static Examined unexamined(ChosenRecipe chosen, String why) {
        return new Examined(chosen, List.of("the augmentation was not examined: " + why));
    }
}

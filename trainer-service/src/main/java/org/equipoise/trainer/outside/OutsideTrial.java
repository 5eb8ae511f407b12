package org.equipoise.trainer.outside;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.labels.Split;
import org.equipoise.trainer.canary.ServedInputs;
import org.equipoise.trainer.registry.InvalidModelException;
import org.equipoise.trainer.registry.VersionProbe;
import org.equipoise.trainer.training.SplitPredictions;

/** Lets a version answer images of a frozen dataset through the whole path that serves predictions. */
public interface OutsideTrial extends VersionProbe, ServedInputs {

    /**
     * The version's answers on a split, in manifest order: each canonical image is read, decoded and fitted to the
     * version's own input.
     *
     * @throws InvalidModelException if the version cannot be loaded or does not answer, or an image is not there
     */
    SplitPredictions answers(Champion version, DatasetFrozen dataset, Split split);
}

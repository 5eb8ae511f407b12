package org.equipoise.trainer.registry;

import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ModelDecided.Champion;

/** Puts the champion to a candidate's test. */
public interface ChampionTrial {

    /**
     * The champion's answers on the test split of {@code dataset}, through the path that serves it.
     *
     * @throws org.equipoise.common.storage.StorageException if the model or the images cannot be read
     */
    Evaluation evaluate(Champion champion, DatasetFrozen dataset);
}

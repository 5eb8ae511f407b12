package org.equipoise.trainer.registry;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.trainer.evaluation.RightAnswers;
import org.equipoise.trainer.gate.Incumbent;

/** Puts the champion to a candidate's test. */
@FunctionalInterface
public interface ChampionTrial {

    /**
     * The champion's answers on the test split of {@code dataset}, through the path that serves it; incomparable when
     * the champion itself cannot be used, so that a good candidate can replace it. The champion may take images of
     * another size and know the dataset's classes in another order.
     *
     * @param champion whose classes are those of the dataset, in any order
     * @param candidate answers of the candidate to the same split, with which the champion's are compared
     * @throws org.equipoise.common.storage.StorageException if the model or the images cannot be read
     */
    Incumbent evaluate(Champion champion, DatasetFrozen dataset, RightAnswers candidate);
}

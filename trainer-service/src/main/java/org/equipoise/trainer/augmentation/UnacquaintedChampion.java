package org.equipoise.trainer.augmentation;

import java.util.Optional;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ModelDecided.Champion;

/**
 * The version of a model that serves, where it can judge images of a dataset: it knows the same classes, sees images of
 * the same format, and did not learn from the dataset. One that learned from these images knows them better than their
 * copies, whatever becomes of the labels.
 */
@FunctionalInterface
public interface UnacquaintedChampion {

    /** Nobody serves. */
    UnacquaintedChampion NONE = (model, dataset) -> Optional.empty();

    /** Such a version; empty where there is none. */
    Optional<Champion> of(String model, DatasetFrozen dataset);
}

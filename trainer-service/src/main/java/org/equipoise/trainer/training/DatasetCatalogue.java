package org.equipoise.trainer.training;

import java.util.Optional;

import org.equipoise.common.events.DatasetFrozen;

/** Knows the frozen datasets. */
public interface DatasetCatalogue {

    /** A frozen version, or empty when there is none. */
    Optional<DatasetFrozen> find(String dataset, String version);
}

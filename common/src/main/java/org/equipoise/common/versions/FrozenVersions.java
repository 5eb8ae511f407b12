package org.equipoise.common.versions;

import java.util.List;
import java.util.Optional;

import org.equipoise.common.events.DatasetFrozen;

/** Knows what was frozen. */
@FunctionalInterface
public interface FrozenVersions {

    /** The versions of a dataset, each once, by the time of its last freezing, oldest first. */
    List<DatasetFrozen> of(String dataset);

    /** One of these versions. */
    static Optional<DatasetFrozen> find(List<DatasetFrozen> frozen, String version) {
        return frozen.stream().filter(f -> f.version().equals(version)).findFirst();
    }
}

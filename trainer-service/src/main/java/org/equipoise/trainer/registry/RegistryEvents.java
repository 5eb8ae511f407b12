package org.equipoise.trainer.registry;

import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelTrained;

/** Where the registry's events go. Each call returns once the broker has the event, and throws when it has not. */
public interface RegistryEvents {

    /** A version is in the registry. */
    void trained(ModelTrained event);

    /** The gate decided. */
    void decided(ModelDecided event);
}

package org.equipoise.trainer.registry;

import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelTrained;

/** A broker for tests in which everything is decided in a turn, and nothing is trained. */
public abstract class OnlyTurns implements RegistryEvents {

    @Override
    public void trained(ModelTrained event) {
        throw new AssertionError("nothing was trained");
    }

    @Override
    public void decided(ModelDecided event) {
        throw new AssertionError("not in a turn");
    }
}

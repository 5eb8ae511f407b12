package org.equipoise.trainer.registry;

import java.util.ArrayList;
import java.util.List;

import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelTrained;

/** A broker that remembers what it was given. */
public final class RegistryRecorder implements RegistryEvents {

    private final List<ModelTrained> trained = new ArrayList<>();
    private final List<ModelDecided> decisions = new ArrayList<>();

    @Override
    public void trained(ModelTrained event) {
        trained.add(event);
    }

    @Override
    public void decided(ModelDecided event) {
        decisions.add(event);
    }

    /** Versions announced, in order. */
    public List<ModelTrained> trained() {
        return List.copyOf(trained);
    }

    /** Decisions announced, in order. */
    public List<ModelDecided> decisions() {
        return List.copyOf(decisions);
    }
}

package org.equipoise.monitor.watch;

import java.util.List;

/** Several listeners, told one after another. */
public final class WatchListeners implements WatchListener {

    private final List<WatchListener> listeners;

    /** These, in order. */
    public WatchListeners(List<WatchListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void changed(WatchedVersion version) {
        listeners.forEach(listener -> listener.changed(version));
    }

    @Override
    public void released(String model, String version) {
        listeners.forEach(listener -> listener.released(model, version));
    }

    @Override
    public void duplicate() {
        listeners.forEach(WatchListener::duplicate);
    }
}

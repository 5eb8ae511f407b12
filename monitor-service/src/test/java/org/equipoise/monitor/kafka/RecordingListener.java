package org.equipoise.monitor.kafka;

import java.util.ArrayList;
import java.util.List;

import org.equipoise.monitor.watch.WatchListener;
import org.equipoise.monitor.watch.WatchedVersion;
import org.jspecify.annotations.Nullable;

/** Keeps what it hears. */
final class RecordingListener implements WatchListener {

    @Nullable WatchedVersion last;

    final List<String> released = new ArrayList<>();
    int duplicates;

    @Override
    public void changed(WatchedVersion version) {
        last = version;
    }

    @Override
    public void released(String model, String version) {
        released.add(model + "/" + version);
    }

    @Override
    public void duplicate() {
        duplicates++;
    }
}

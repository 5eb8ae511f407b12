package org.equipoise.monitor.kafka;

import java.util.LinkedHashSet;
import java.util.Set;

import org.equipoise.common.messaging.Topics;
import org.equipoise.monitor.watch.WatchListener;
import org.equipoise.monitor.watch.WatchedVersion;

/**
 * What a listener hears of the versions of one task: of an alert at once, of anything else in a moment. A listener that
 * fails stops nothing.
 */
final class VersionNews {

    private final WatchListener listener;
    private final LastResort lastResort;
    private final Set<String> untold = new LinkedHashSet<>();

    VersionNews(WatchListener listener, LastResort lastResort) {
        this.listener = listener;
        this.lastResort = lastResort;
    }

    void duplicate() {
        listener.duplicate();
    }

    /** @param alerted whether an alert of it did */
    void changed(WatchedVersion version, boolean alerted) {
        if (alerted) {
            guarded("telling of an alert", () -> listener.changed(version));
        } else {
            untold.add(version.id());
        }
    }

    /** The moment is over. */
    void tell(VersionTable versions) {
        guarded("telling of changed versions", () -> {
            for (String id : untold) {
                WatchedVersion version = versions.of(id);
                if (version != null) {
                    listener.changed(version);
                }
            }
        });
        untold.clear();
    }

    void restored(VersionTable versions) {
        guarded("telling what was restored", () -> versions.restore(listener::changed));
    }

    void released(VersionTable versions) {
        guarded(
                "telling what is watched elsewhere",
                () -> versions.forEach(version -> listener.released(version.model(), version.version())));
    }

    private void guarded(String what, Runnable step) {
        lastResort.look(what, Topics.PREDICTIONS_MADE, step);
    }
}

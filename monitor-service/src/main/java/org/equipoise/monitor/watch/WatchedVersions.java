package org.equipoise.monitor.watch;

import java.util.List;

import org.equipoise.common.events.AlertChanged;

/** What is watched, for those who ask: the port behind HTTP. */
public interface WatchedVersions {

    /** Every version this instance watches, by model and version. */
    List<WatchedVersion> all();

    /** The last change of every alert there ever was, by id. */
    List<AlertChanged> alerts();
}

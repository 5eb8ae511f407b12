package org.equipoise.monitor.response;

import java.util.ArrayList;
import java.util.List;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.monitor.watch.WatchedVersion;
import org.equipoise.monitor.watch.WatchedVersions;

/** What a test says that is watched. */
final class SeenVersions implements WatchedVersions {

    final List<WatchedVersion> all = new ArrayList<>();
    final List<AlertChanged> alerts = new ArrayList<>();

    @Override
    public List<WatchedVersion> all() {
        return all;
    }

    @Override
    public List<AlertChanged> alerts() {
        return alerts;
    }
}

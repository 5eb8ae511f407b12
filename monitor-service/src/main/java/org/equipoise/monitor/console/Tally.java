package org.equipoise.monitor.console;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.equipoise.monitor.console.ReviewItem.Kind;
import org.equipoise.monitor.console.ReviewQueue.Progress;

/** Counts images by dataset and kind. */
final class Tally {

    private final Map<String, Progress> rows = new TreeMap<>();

    /**
     * Counts one image.
     *
     * @param waiting whether the reader has still to look at it
     * @param open whether nobody has settled it
     */
    void count(String dataset, Kind kind, boolean waiting, boolean open) {
        Progress known = rows.getOrDefault(dataset + "/" + kind.ordinal(), new Progress(dataset, kind, 0, 0, 0));
        rows.put(
                dataset + "/" + kind.ordinal(),
                new Progress(
                        dataset,
                        kind,
                        known.waiting() + (waiting ? 1 : 0),
                        known.open() + (open ? 1 : 0),
                        known.settled() + (open ? 0 : 1)));
    }

    /** In the order of the datasets' names and of the kinds. */
    List<Progress> rows() {
        return List.copyOf(rows.values());
    }
}

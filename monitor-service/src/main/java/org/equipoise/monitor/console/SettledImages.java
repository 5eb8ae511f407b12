package org.equipoise.monitor.console;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.Settlement;
import org.equipoise.common.events.LabelChecked.Standing;
import org.equipoise.monitor.console.ReviewItem.Kind;

/** Images that somebody settled. Not thread-safe. */
final class SettledImages {

    private final Map<String, Settled> byImage;
    private final Vocabularies vocabularies;

    /**
     * What is kept of one.
     *
     * @param kind what it was before
     * @param by who settled it
     */
    record Settled(String dataset, Kind kind, List<String> by) {}

    /** @param most images; the ones that changed longest ago are forgotten */
    SettledImages(int most, Vocabularies vocabularies) {
        this.byImage = new Bounded<>(most);
        this.vocabularies = vocabularies;
    }

    /** Takes a standing; whether it changes something here. */
    boolean take(LabelChecked event) {
        Settlement settlement = event.settlement();
        if (settlement == null || event.standing() != Standing.ACCEPTED || event.awaitsReaders()) {
            return byImage.remove(event.key()) != null;
        }
        var now = new Settled(event.dataset(), kindOnceSettled(event, settlement), settlement.by());
        return !now.equals(byImage.put(event.key(), now));
    }

    /** The image is no more. */
    void forget(String key) {
        byImage.remove(key);
    }

    boolean contains(String key) {
        return byImage.containsKey(key);
    }

    /** Who settled the image; empty while it is open. */
    List<String> by(String key) {
        Settled found = byImage.get(key);
        return found == null ? List.of() : found.by();
    }

    /** All of them. */
    Stream<Settled> all() {
        return byImage.values().stream();
    }

    /** What it was before it was settled, as far as the votes tell. */
    private Kind kindOnceSettled(LabelChecked checked, Settlement settlement) {
        LabelChecked.Readings readings = checked.readings();
        if (readings != null) {
            return vocabularies.said(checked, readings.by()::contains) > 1 ? Kind.DISAGREEMENT : Kind.ASSIGNED;
        }
        return vocabularies.said(checked, annotator -> !settlement.by().contains(annotator)) > 1
                ? Kind.CONFLICT
                : settlement.examination() != null ? Kind.SUSPECT : Kind.OTHER;
    }
}

package org.equipoise.monitor.console;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.common.events.LabelDeferred;

/** Which images readers gave no label, and why. Not thread-safe. */
final class Deferrals {

    private final Map<String, Map<String, LabelDeferred>> byImage;

    /** @param most images; those that were read longest ago are forgotten */
    Deferrals(int most) {
        byImage = new Bounded<>(most);
    }

    /** Takes what a reader says, or takes back; false if it says nothing new. */
    boolean take(LabelDeferred event) {
        Map<String, LabelDeferred> known = byImage.computeIfAbsent(event.key(), key -> new HashMap<>());
        LabelDeferred last = known.get(event.annotator());
        boolean later = last == null
                || event.deferredAt().isAfter(last.deferredAt())
                || (event.deferredAt().equals(last.deferredAt()) && !last.withdraws() && event.withdraws());
        if (later) {
            known.put(event.annotator(), event);
        }
        return later;
    }

    /** What stands of this reader. */
    Optional<LabelDeferred> of(String key, String annotator) {
        return Optional.ofNullable(byImage.getOrDefault(key, Map.of()).get(annotator))
                .filter(last -> !last.withdraws());
    }

    /** Codes of the reasons that stand, one for each reader, without who gave them. */
    List<String> reasons(String key) {
        return byImage.getOrDefault(key, Map.of()).values().stream()
                .filter(last -> !last.withdraws())
                .map(last -> last.reason().code())
                .sorted()
                .toList();
    }
}

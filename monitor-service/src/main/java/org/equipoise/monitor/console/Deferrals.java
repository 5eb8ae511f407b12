package org.equipoise.monitor.console;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.common.events.ImageKey;
import org.equipoise.common.events.LabelDeferred;
import org.equipoise.monitor.console.ReviewQueue.Reader;

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

    /** The image is no more. */
    void forget(String key) {
        byImage.remove(key);
    }

    /** That this reader gives the image no label now; empty if he says what he has said already. */
    Optional<LabelDeferred> next(
            String dataset, String imageId, LabelDeferred.Reason reason, Reader reader, Instant now) {
        return of(ImageKey.of(dataset, imageId), reader.name())
                        .filter(last -> last.reason() == reason)
                        .isPresent()
                ? Optional.empty()
                : Optional.of(new LabelDeferred(dataset, imageId, reader.name(), reason, now, null));
    }

    /** What takes back that the reader deferred the image; empty if he did not. */
    Optional<LabelDeferred> withdrawal(String dataset, String imageId, Reader reader, Instant now) {
        return of(ImageKey.of(dataset, imageId), reader.name())
                .map(last -> new LabelDeferred(
                        dataset,
                        imageId,
                        reader.name(),
                        last.reason(),
                        now.isAfter(last.deferredAt()) ? now : last.deferredAt(),
                        true));
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

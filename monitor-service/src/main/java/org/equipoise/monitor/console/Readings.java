package org.equipoise.monitor.console;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.equipoise.common.events.ImageKey;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.LabelSubmitted.Role;
import org.equipoise.monitor.console.ReviewQueue.Reader;
import org.jspecify.annotations.Nullable;

/** What persons said last about each image; labels that came with a study are no reading. Not thread-safe. */
final class Readings {

    private static final Duration NEXT = Duration.ofMillis(1);

    private final Map<String, Map<String, Reading>> byImage;

    /**
     * @param role absent where the annotator said none
     * @param stands false if it was taken back
     */
    record Reading(String label, Instant at, @Nullable Role role, boolean stands) {}

    /** @param most images; those that were read longest ago are forgotten */
    Readings(int most) {
        byImage = new Bounded<>(most);
    }

    /** Takes a label or a withdrawal; false if it says nothing new. */
    boolean take(LabelSubmitted event) {
        if (LabelSubmitted.isSource(event.annotator())) {
            return false;
        }
        Map<String, Reading> readings = byImage.computeIfAbsent(event.key(), key -> new HashMap<>());
        Reading known = readings.get(event.annotator());
        boolean later = known == null
                || event.submittedAt().isAfter(known.at())
                || (event.submittedAt().equals(known.at()) && known.stands() && event.withdraws());
        if (later) {
            readings.put(
                    event.annotator(),
                    new Reading(event.label(), event.submittedAt(), event.role(), !event.withdraws()));
        }
        return later;
    }

    /** The image is no more. */
    void forget(String key) {
        byImage.remove(key);
    }

    /** What this annotator said last of the image, even if it was taken back. */
    Optional<Reading> of(String key, String annotator) {
        return Optional.ofNullable(byImage.getOrDefault(key, Map.of()).get(annotator));
    }

    /** What each annotator said last of the image. */
    Map<String, Reading> ofImage(String key) {
        return Map.copyOf(byImage.getOrDefault(key, Map.of()));
    }

    /** What takes back the reader's label; empty if he has none. */
    Optional<LabelSubmitted> withdrawal(String dataset, String imageId, Reader reader, Instant now) {
        String key = ImageKey.of(dataset, imageId);
        return of(key, reader.name())
                .filter(Reading::stands)
                .map(last -> new LabelSubmitted(
                        dataset,
                        imageId,
                        last.label(),
                        reader.name(),
                        next(key, reader.name(), now),
                        reader.role(),
                        null,
                        true));
    }

    /** Whether somebody who named no role read the image after this time, and stands by it. */
    boolean byAVoiceAfter(String key, Instant time) {
        return byImage.getOrDefault(key, Map.of()).values().stream()
                .anyMatch(reading -> reading.stands()
                        && reading.role() == null
                        && reading.at().isAfter(time));
    }

    /** When what this annotator says now is said: after what he said last, whatever the clocks of two machines say. */
    Instant next(String key, String annotator, Instant now) {
        return of(key, annotator)
                .map(last -> last.at().plus(NEXT))
                .filter(after -> after.isAfter(now))
                .orElse(now);
    }
}

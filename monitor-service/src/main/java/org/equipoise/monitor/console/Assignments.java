package org.equipoise.monitor.console;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelSubmitted.Role;
import org.equipoise.monitor.console.Readings.Reading;
import org.equipoise.monitor.console.ReviewQueue.Reader;

/**
 * Images that several readers are asked to read, and that fewer have read. They are handed out without a word of what
 * anybody said of them. Adjudicators are not asked: their label is final. Not thread-safe.
 */
final class Assignments {

    private final Map<String, LabelChecked> open;
    private final Readings readings;

    /**
     * Nobody is asked yet.
     *
     * @param most images; the ones that changed longest ago are forgotten
     * @param readings what was said, before the standing tells it
     */
    Assignments(int most, Readings readings) {
        this.open = new Bounded<>(most);
        this.readings = readings;
    }

    /** Takes a standing; whether the image is among these now. */
    boolean take(LabelChecked event) {
        if (event.awaitsReaders()) {
            open.put(event.key(), event);
            return true;
        }
        open.remove(event.key());
        return false;
    }

    /** Whether readers are still asked to read it. */
    boolean isOpen(String key) {
        return open.containsKey(key);
    }

    /** When it was asked: a label that answers is not older, whatever the clocks of two machines say. */
    Optional<Instant> since(String key) {
        return Optional.ofNullable(open.get(key)).map(Assignments::since);
    }

    /** All of them. */
    Stream<LabelChecked> all() {
        return open.values().stream();
    }

    /** What this reader has still to read. */
    Stream<ReviewItem> waitingFor(Reader reader, Function<String, List<String>> labels, LabelWorth worth) {
        return all().filter(image -> waits(image, reader))
                .map(image -> ReviewItem.assigned(image, labels.apply(image.dataset()), missing(image), worth));
    }

    /** Whether this reader is asked, and has not answered. */
    boolean waits(LabelChecked image, Reader reader) {
        Set<String> by = by(image);
        return reader.role() == Role.READER && by.size() < asked(image) && !by.contains(reader.name());
    }

    /** How many readers are still asked. */
    private int missing(LabelChecked image) {
        return asked(image) - by(image).size();
    }

    /** Who has answered, as far as is known here: what a reader said counts before the standing tells it. */
    private Set<String> by(LabelChecked image) {
        Set<String> by = new HashSet<>(asked(image, LabelChecked.Readings::by));
        readings.ofImage(image.key()).forEach((name, reading) -> {
            if (answers(reading, since(image))) {
                by.add(name);
            } else {
                by.remove(name);
            }
        });
        return by;
    }

    private static boolean answers(Reading reading, Instant since) {
        return reading.stands()
                && reading.role() == Role.READER
                && !reading.at().isBefore(since);
    }

    private static int asked(LabelChecked image) {
        return asked(image, LabelChecked.Readings::asked);
    }

    private static Instant since(LabelChecked image) {
        return asked(image, LabelChecked.Readings::since);
    }

    private static <T> T asked(LabelChecked image, Function<LabelChecked.Readings, T> what) {
        return what.apply(Objects.requireNonNull(image.readings()));
    }
}

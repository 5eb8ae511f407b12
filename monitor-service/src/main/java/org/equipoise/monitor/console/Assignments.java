package org.equipoise.monitor.console;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import org.equipoise.common.events.ImageKey;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelSubmitted.Role;
import org.equipoise.monitor.console.Readings.Reading;
import org.equipoise.monitor.console.ReviewQueue.Reader;

/**
 * Images that several readers are asked to read, and that fewer have read. They are handed out without a word of what
 * anybody said of them. Adjudicators are not asked: their label is final. Not thread-safe.
 */
final class Assignments {

    private final Map<String, Asked> open;
    /** Keys of images that as many have read as were asked. */
    private final Map<String, Boolean> read;

    private final Readings readings;
    private final int most;

    /**
     * What is kept of an image that is still to be read.
     *
     * @param readers how many are asked
     * @param by who has answered, as its standing says
     * @param settled whether somebody had settled it before it was asked
     */
    record Asked(String dataset, String imageId, int readers, Instant since, Set<String> by, boolean settled) {

        private String key() {
            return ImageKey.of(dataset, imageId);
        }
    }

    /**
     * Nobody is asked yet.
     *
     * @param most images; the ones that changed longest ago are forgotten
     * @param readings what was said, before the standing tells it
     */
    Assignments(int most, Readings readings) {
        this.open = new Bounded<>(most);
        this.read = new Bounded<>(most);
        this.readings = readings;
        this.most = most;
    }

    /** Takes a standing; whether the image is among these now. */
    boolean take(LabelChecked event) {
        forget(event.key());
        LabelChecked.Readings asked = event.readings();
        if (asked == null) {
            return false;
        }
        if (event.awaitsReaders()) {
            open.put(
                    event.key(),
                    new Asked(
                            event.dataset(),
                            event.imageId(),
                            asked.asked(),
                            asked.since(),
                            Set.copyOf(asked.by()),
                            event.settlement() != null));
            return true;
        }
        if (asked.isComplete()) {
            read.put(event.key(), true);
        }
        return false;
    }

    /** The image is no more. */
    void forget(String key) {
        open.remove(key);
        read.remove(key);
    }

    /** Whether readers are still asked to read it. */
    boolean isOpen(String key) {
        return open.containsKey(key);
    }

    /** Whether some may have been forgotten: what is not known to be open may be. */
    boolean isFull() {
        return open.size() >= most;
    }

    /** Whether it is still to be read although somebody had settled it. */
    boolean isSettled(String key) {
        Asked image = open.get(key);
        return image != null && image.settled();
    }

    /** Whether as many readers have read it as were asked. */
    boolean isRead(String key) {
        return read.containsKey(key);
    }

    /** When it was asked: a label that answers is not older, whatever the clocks of two machines say. */
    Optional<Instant> since(String key) {
        return Optional.ofNullable(open.get(key)).map(Asked::since);
    }

    /** All of them. */
    Stream<Asked> all() {
        return open.values().stream();
    }

    /** What this reader has still to read. */
    Stream<ReviewItem> waitingFor(Reader reader, Function<String, List<String>> labels, LabelWorth worth) {
        return all().filter(image -> waits(image, reader))
                .map(image -> ReviewItem.assigned(image, labels.apply(image.dataset()), missing(image), worth));
    }

    /** Whether this reader is asked, and has not answered. */
    boolean waits(Asked image, Reader reader) {
        if (reader.role() != Role.READER) {
            return false;
        }
        Set<String> by = by(image);
        return by.size() < image.readers() && !by.contains(reader.name());
    }

    /** How many readers are still asked. */
    private int missing(Asked image) {
        return image.readers() - by(image).size();
    }

    /** Who has answered, as far as is known here: what a reader said counts before the standing tells it. */
    private Set<String> by(Asked image) {
        Set<String> by = new HashSet<>(image.by());
        readings.ofImage(image.key()).forEach((name, reading) -> {
            if (answers(reading, image.since())) {
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
}

package org.equipoise.monitor.deadletters;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/** The count of records in each dead-letter topic, with what is known of the last one. Thread-safe. */
public final class DeadLetters {

    /**
     * One dead-letter topic.
     *
     * @param count records seen in it
     * @param lastReason why the last record could not be handled; absent without one or without a reason
     * @param lastAt when it was written
     */
    public record Tally(
            String topic,
            long count,
            @Nullable String lastReason,
            @Nullable Instant lastAt) {}

    private final Map<String, Tally> tallies = new ConcurrentHashMap<>();

    /** Nothing counted yet in these topics. */
    public DeadLetters(Collection<String> topics) {
        topics.forEach(topic -> tallies.put(topic, new Tally(topic, 0, null, null)));
    }

    /** One more record. */
    public void add(String topic, @Nullable String reason, Instant at) {
        tallies.merge(
                topic,
                new Tally(topic, 1, reason, at),
                (before, one) -> new Tally(topic, before.count() + 1, reason, at));
    }

    /** Records seen in {@code topic}. */
    public long count(String topic) {
        Tally tally = tallies.get(topic);
        return tally == null ? 0 : tally.count();
    }

    /** Every topic, by name. */
    public List<Tally> all() {
        return tallies.values().stream()
                .sorted(java.util.Comparator.comparing(Tally::topic))
                .toList();
    }
}

package org.equipoise.monitor.console;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which reader looks at which image now, so that nobody else is given it meanwhile, unless several are asked to. In
 * memory: whoever loses this (a restart, a second instance) gives an image to two readers at worst, and their labels
 * are settled by the rules. All pages of one reader are that reader. Thread-safe.
 */
public final class Leases {

    /** Images that one reader may hold. */
    public static final int MOST = 16;

    /** A reader who is not heard for so long has lost his images. */
    static final Duration TERM = Duration.ofMinutes(2);

    private final Map<String, List<Lease>> leases = new HashMap<>();

    private record Lease(String reader, Instant until) {}

    /**
     * Gives a reader the images that he holds from now on; what he held before and is not among them is free.
     *
     * @param waiting what the reader has still to look at, in the order of the queue
     * @param kept keys of images that he has and wants to keep
     * @param passed keys of images that he does not want
     * @param most in [0, {@value #MOST}]
     * @return of {@code waiting}, in its order: those kept that still wait and that he holds, or nobody else does (or
     *     fewer than have a place at it), then others, at most {@code most} in all
     */
    public synchronized List<ReviewItem> hold(
            String reader,
            List<ReviewItem> waiting,
            Collection<String> kept,
            Collection<String> passed,
            int most,
            Instant now) {
        leases.values().forEach(held -> held.removeIf(lease -> !lease.until().isAfter(now)));
        Set<String> keeps = leases.entrySet().stream()
                .filter(held -> kept.contains(held.getKey()))
                .filter(held -> held.getValue().stream()
                        .anyMatch(lease -> lease.reader().equals(reader)))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        leases.values().forEach(held -> held.removeIf(lease -> lease.reader().equals(reader)));
        leases.values().removeIf(List::isEmpty);
        List<ReviewItem> free = waiting.stream()
                .filter(item -> keeps.contains(item.key())
                        || leases.getOrDefault(item.key(), List.of()).size() < item.places())
                .toList();
        Set<String> chosen = new HashSet<>();
        choose(free.stream().filter(item -> kept.contains(item.key())).toList(), most, chosen);
        choose(free.stream().filter(item -> !passed.contains(item.key())).toList(), most, chosen);
        chosen.forEach(
                key -> leases.computeIfAbsent(key, image -> new ArrayList<>()).add(new Lease(reader, now.plus(TERM))));
        return free.stream().filter(item -> chosen.contains(item.key())).toList();
    }

    /** The reader has answered: the image is free for others. */
    public synchronized void release(String reader, String key) {
        leases.getOrDefault(key, new ArrayList<>())
                .removeIf(lease -> lease.reader().equals(reader));
    }

    private static void choose(List<ReviewItem> items, int most, Set<String> chosen) {
        for (ReviewItem item : items) {
            if (chosen.size() >= most) {
                return;
            }
            chosen.add(item.key());
        }
    }
}

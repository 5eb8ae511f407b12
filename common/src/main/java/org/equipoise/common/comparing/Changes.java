package org.equipoise.common.comparing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Images of one kind of change: all of them counted by kind, the first of them listed.
 *
 * @param <I> how an image is listed
 */
final class Changes<I> {

    private final int most;
    private final Map<Long, Long> counts = new TreeMap<>();
    private final List<I> first = new ArrayList<>();
    private long total;

    Changes(int most) {
        this.most = most;
    }

    /** @param kind the counts are in the order of these numbers */
    void add(long kind, Supplier<I> image) {
        total++;
        counts.merge(kind, 1L, Long::sum);
        if (first.size() < most) {
            first.add(image.get());
        }
    }

    long total() {
        return total;
    }

    List<I> first() {
        return first;
    }

    /** One row for each kind that was met. */
    <R> List<R> counts(Row<R> row) {
        return counts.entrySet().stream()
                .map(entry -> row.of(entry.getKey(), entry.getValue()))
                .toList();
    }

    /**
     * Makes a count readable.
     *
     * @param <R> how a count is listed
     */
    @FunctionalInterface
    interface Row<R> {
        R of(long kind, long images);
    }
}

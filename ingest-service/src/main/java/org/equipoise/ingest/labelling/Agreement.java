package org.equipoise.ingest.labelling;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How far readers who labelled the same images agree beyond what chance brings: 1 is full agreement, 0 that of labels
 * given independently, below 0 is less.
 */
public final class Agreement {

    private final Map<String, Map<String, Pair>> pairs = new TreeMap<>();
    private final Map<String, Long> labels = new HashMap<>();
    private long images;
    private long votes;
    private double agreeing;

    /**
     * Adds an image.
     *
     * @param byReader label by reader; an image that fewer than two labelled says nothing
     */
    public void add(Map<String, String> byReader) {
        if (byReader.size() < 2) {
            return;
        }
        List<Map.Entry<String, String>> readers = List.copyOf(new TreeMap<>(byReader).entrySet());
        for (int i = 0; i < readers.size(); i++) {
            for (int j = i + 1; j < readers.size(); j++) {
                pairs.computeIfAbsent(readers.get(i).getKey(), first -> new TreeMap<>())
                        .computeIfAbsent(readers.get(j).getKey(), second -> new Pair())
                        .add(readers.get(i).getValue(), readers.get(j).getValue());
            }
        }
        images++;
        votes += byReader.size();
        Map<String, Long> here = counts(byReader.values());
        here.forEach((label, n) -> labels.merge(label, n, Long::sum));
        double n = byReader.size();
        double squares = here.values().stream().mapToDouble(k -> (double) k * k).sum();
        agreeing += (squares - n) / (n * (n - 1));
    }

    private static Map<String, Long> counts(Collection<String> values) {
        Map<String, Long> counts = new HashMap<>();
        values.forEach(label -> counts.merge(label, 1L, Long::sum));
        return counts;
    }

    /** Images that two readers or more labelled. */
    public long images() {
        return images;
    }

    /** Readers who share an image with another one. */
    public int readers() {
        var readers = new TreeSet<String>();
        pairs.forEach((first, others) -> {
            readers.add(first);
            readers.addAll(others.keySet());
        });
        return readers.size();
    }

    /**
     * Fleiss' kappa over all of them; empty without an image, and where all labels are the same one. Images may have
     * different numbers of readers: each counts alike, and where the numbers are equal it is Fleiss' own.
     *
     * @see <a href="https://doi.org/10.1037/h0031619">Fleiss, Psychological Bulletin 1971</a>
     */
    public OptionalDouble fleiss() {
        double chance = labels.values().stream()
                .mapToDouble(n -> n / (double) votes)
                .map(share -> share * share)
                .sum();
        return kappa(images, agreeing / images, chance);
    }

    /**
     * Two readers.
     *
     * @param images that both labelled
     * @param cohen their kappa, as {@code sklearn.metrics.cohen_kappa_score} computes it; empty where both gave one
     *     label, the same one, throughout
     */
    public record TwoReaders(long images, OptionalDouble cohen) {}

    /**
     * Every two readers who share an image, by their names' order.
     *
     * @see <a href="https://doi.org/10.1177/001316446002000104">Cohen, Educational and Psychological Measurement
     *     1960</a>
     */
    public List<TwoReaders> pairs() {
        List<TwoReaders> all = new ArrayList<>();
        pairs.values()
                .forEach(others -> others.values().forEach(pair -> all.add(new TwoReaders(pair.images, pair.cohen()))));
        return List.copyOf(all);
    }

    private static final class Pair {

        private final Map<String, Long> first = new HashMap<>();
        private final Map<String, Long> second = new HashMap<>();
        private long images;
        private long alike;

        void add(String one, String other) {
            first.merge(one, 1L, Long::sum);
            second.merge(other, 1L, Long::sum);
            images++;
            alike += one.equals(other) ? 1 : 0;
        }

        OptionalDouble cohen() {
            double n = images;
            double chance = first.entrySet().stream()
                    .mapToDouble(label -> label.getValue() / n * second.getOrDefault(label.getKey(), 0L) / n)
                    .sum();
            return kappa(images, alike / n, chance);
        }
    }

    private static OptionalDouble kappa(long images, double observed, double chance) {
        return images == 0 || chance >= 1
                ? OptionalDouble.empty()
                : OptionalDouble.of((observed - chance) / (1 - chance));
    }
}

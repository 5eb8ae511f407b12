package org.equipoise.common.labels;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A property that has nothing to do with what an image shows (grey or colour, its size, its file format) but tells
 * classes apart: a model may learn it instead, and fail where it does not hold.
 *
 * @see <a href="https://doi.org/10.1038/s42256-020-00257-z">Geirhos et al., Shortcut learning in deep neural networks,
 *     2020</a>
 */
public final class Shortcut {

    /** With fewer images of a class nobody can say what all of them have in common. */
    private static final int FEWEST_IMAGES = 5;
    /** Share of a class that has a value when nearly all of it has. */
    private static final double NEARLY_ALL = 0.9;

    private static final double NEARLY_NONE = 0.1;

    private final String property;
    private final Map<String, Map<String, Long>> byClass = new TreeMap<>();

    /** @param property what is looked at, e.g. {@code size} */
    public Shortcut(String property) {
        this.property = property;
    }

    /** Counts one image. */
    public void count(String label, String value) {
        byClass.computeIfAbsent(label, c -> new TreeMap<>()).merge(value, 1L, Long::sum);
    }

    /**
     * A sentence for each value that at least 90 % of one class and at most 10 % of another have; classes of fewer than
     * 5 images are not looked at. Empty when the property tells nothing. Where two values say the same of the same
     * classes, each has its sentence.
     */
    public List<String> findings() {
        Map<String, Map<String, Long>> large = new TreeMap<>(byClass);
        large.values().removeIf(values -> total(values) < FEWEST_IMAGES);
        var values = new TreeSet<String>();
        large.values().forEach(counts -> values.addAll(counts.keySet()));
        List<String> sentences = new ArrayList<>();
        for (String value : values) {
            List<String> with = new ArrayList<>();
            List<String> without = new ArrayList<>();
            large.forEach((label, counts) -> {
                double share = counts.getOrDefault(value, 0L) / (double) total(counts);
                if (share >= NEARLY_ALL) {
                    with.add(label);
                } else if (share <= NEARLY_NONE) {
                    without.add(label);
                }
            });
            if (!with.isEmpty() && !without.isEmpty()) {
                sentences.add(String.format(
                        Locale.ROOT,
                        "A shortcut: the %s alone tells classes apart. %s is that of %s and of %s: a model may learn"
                                + " this instead of what the images show.",
                        property,
                        value,
                        shares(large, with, value),
                        shares(large, without, value)));
            }
        }
        return sentences;
    }

    private static String shares(Map<String, Map<String, Long>> counts, List<String> labels, String value) {
        return labels.stream()
                .map(label -> {
                    Map<String, Long> own = counts.getOrDefault(label, Map.of());
                    return own.getOrDefault(value, 0L) + " of " + total(own) + " images of \"" + label + "\"";
                })
                .collect(Collectors.joining(", "));
    }

    private static long total(Map<String, Long> values) {
        return values.values().stream().mapToLong(Long::longValue).sum();
    }
}

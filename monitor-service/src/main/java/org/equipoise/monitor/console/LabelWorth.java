package org.equipoise.monitor.console;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.DatasetFrozen;

/**
 * How much a label would change a dataset: the probability that the label changes what stands, times the share of a
 * class that one image is. An image of a class with few others comes before one of many. Not thread-safe.
 */
final class LabelWorth {

    private static final int MOST_DATASETS = 1000;

    private final Vocabularies vocabularies;
    private final Map<String, Counted> newest = new Bounded<>(MOST_DATASETS);

    LabelWorth(Vocabularies vocabularies) {
        this.vocabularies = vocabularies;
    }

    /** Images of each class in a frozen version, all splits together. */
    private record Counted(Instant frozenAt, Map<String, Long> images) {}

    /** The dataset has these images of each class now, unless a later version is known. */
    void frozen(DatasetFrozen event) {
        List<String> classes = event.labelSet().classes();
        Map<String, Long> images = new HashMap<>();
        event.classCounts().values().forEach(split -> {
            for (int k = 0; k < Math.min(classes.size(), split.counts().size()); k++) {
                images.merge(classes.get(k), split.counts().get(k), Long::sum);
            }
        });
        newest.merge(
                event.dataset(),
                new Counted(event.frozenAt(), Map.copyOf(images)),
                (known, now) -> now.frozenAt().isBefore(known.frozenAt()) ? known : now);
    }

    /**
     * {@code probability / (1 + n)}, where n is the number of images of the rarest class in question in the newest
     * frozen version, 0 as long as there is none; where no class of the vocabulary is in question, of an average one.
     *
     * @param classes in question: those that were said or suggested, also such as are not in the vocabulary; none of an
     *     image of which nothing is to be told
     * @param probability that a label changes what stands, in [0, 1]
     * @return in [0, 1]
     */
    double change(String dataset, Collection<String> classes, List<String> vocabulary, double probability) {
        Counted counted = newest.get(dataset);
        if (counted == null) {
            return probability;
        }
        double rarest = classes.stream()
                .map(name -> vocabularies.nameOf(dataset, name))
                .filter(vocabulary::contains)
                .mapToLong(name -> counted.images().getOrDefault(name, 0L))
                .min()
                .stream()
                .asDoubleStream()
                .findFirst()
                .orElseGet(() -> vocabulary.stream()
                        .mapToLong(name -> counted.images().getOrDefault(name, 0L))
                        .average()
                        .orElse(0));
        return probability / (1 + rarest);
    }
}

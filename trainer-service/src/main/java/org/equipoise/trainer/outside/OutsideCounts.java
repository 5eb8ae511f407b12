package org.equipoise.trainer.outside;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;

/** A dataset's class counts in the order of another model's labels. */
final class OutsideCounts {

    private OutsideCounts() {}

    /** The same counts, class k of the result being the dataset's class of that name. */
    static Map<Split, ClassDistribution> reordered(DatasetFrozen dataset, LabelSet labels) {
        List<String> known = dataset.labelSet().classes();
        Map<Split, ClassDistribution> counts = new EnumMap<>(Split.class);
        dataset.classCounts()
                .forEach((split, given) -> counts.put(
                        split,
                        new ClassDistribution(labels.classes().stream()
                                .map(name -> given.counts().get(known.indexOf(name)))
                                .toList())));
        return counts;
    }

    static ClassDistribution sum(Map<Split, ClassDistribution> counts) {
        int classes = counts.values().iterator().next().counts().size();
        return new ClassDistribution(IntStream.range(0, classes)
                .mapToObj(k -> counts.values().stream()
                        .mapToLong(split -> split.counts().get(k))
                        .sum())
                .toList());
    }
}

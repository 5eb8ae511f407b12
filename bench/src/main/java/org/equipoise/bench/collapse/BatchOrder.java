package org.equipoise.bench.collapse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The order in which a shard's images are trained on. */
public enum BatchOrder {
    /** As they were drawn: mixed. */
    MIXED,
    /** Each batch has one class, but for those in which one class ends; the batches come in any order. */
    BATCHES_OF_ONE_CLASS,
    /** Half of the images as they were drawn, then the other half class after class. */
    HALF_SORTED,
    /** One class after the other. */
    SORTED;

    /** Places of the images in their new order. */
    public List<Integer> of(int[] labels, int batch, Random dice) {
        List<Integer> places =
                new ArrayList<>(IntStream.range(0, labels.length).boxed().toList());
        Comparator<Integer> byClass = Comparator.comparingInt(i -> labels[i]);
        switch (this) {
            case MIXED -> {
                return places;
            }
            case SORTED -> places.sort(byClass);
            case HALF_SORTED -> places.subList(labels.length / 2, labels.length).sort(byClass);
            case BATCHES_OF_ONE_CLASS -> {
                places.sort(byClass);
                List<List<Integer>> batches = new ArrayList<>();
                for (int from = 0; from + batch <= places.size(); from += batch) {
                    batches.add(List.copyOf(places.subList(from, from + batch)));
                }
                List<Integer> rest = List.copyOf(places.subList(batches.size() * batch, places.size()));
                Collections.shuffle(batches, dice);
                places.clear();
                batches.forEach(places::addAll);
                places.addAll(rest);
            }
        }
        return places;
    }
}

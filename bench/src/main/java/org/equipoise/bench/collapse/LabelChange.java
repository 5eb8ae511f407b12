package org.equipoise.bench.collapse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Classes that are wrong. */
final class LabelChange {

    private LabelChange() {}

    /** A share of the images of every class gets another class, each alike. */
    static ImageTable symmetric(ImageTable images, double share, Random dice) {
        int[] labels = images.labels().clone();
        for (int i : some(IntStream.range(0, labels.length).boxed().toList(), share, dice)) {
            labels[i] = (labels[i] + 1 + dice.nextInt(images.classes() - 1)) % images.classes();
        }
        return images.labelled(labels);
    }

    /** A share of the images of the rarest class gets the commonest one. */
    static ImageTable rareToCommon(ImageTable images, double share, Random dice) {
        int rarest = images.rarest();
        int commonest = images.commonest();
        int[] labels = images.labels().clone();
        List<Integer> rare = IntStream.range(0, labels.length)
                .filter(i -> labels[i] == rarest)
                .boxed()
                .toList();
        some(rare, share, dice).forEach(i -> labels[i] = commonest);
        return images.labelled(labels);
    }

    /** A share of the images exchange their classes with each other by chance. */
    static ImageTable shuffled(ImageTable images, double share, Random dice) {
        int[] labels = images.labels().clone();
        List<Integer> from = some(IntStream.range(0, labels.length).boxed().toList(), share, dice);
        List<Integer> to = new ArrayList<>(from);
        Collections.shuffle(to, dice);
        for (int i = 0; i < from.size(); i++) {
            labels[to.get(i)] = images.labels()[from.get(i)];
        }
        return images.labelled(labels);
    }

    /** Each image has the class of the one before it; the images lie in an order that chance decided. */
    static ImageTable shifted(ImageTable images) {
        int n = images.size();
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = images.labels()[(i + n - 1) % n];
        }
        return images.labelled(labels);
    }

    private static List<Integer> some(List<Integer> of, double share, Random dice) {
        List<Integer> mixed = new ArrayList<>(of);
        Collections.shuffle(mixed, dice);
        return List.copyOf(mixed.subList(0, (int) Math.round(share * mixed.size())));
    }
}

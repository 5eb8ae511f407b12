package org.equipoise.trainer.diagnosis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.Shard;

/** Which images of a set a step is taken on. The same images and seed give the same steps. */
final class Draw {

    private final LabelledImages images;
    private final int[] order;

    private Draw(LabelledImages images, int[] order) {
        this.images = images;
        this.order = order;
    }

    /** As they come, in an order by chance. */
    static Draw mixed(LabelledImages images, int steps, int batch, long seed) {
        return repeated(
                images, List.of(IntStream.range(0, images.size()).boxed().toList()), steps * batch, seed);
    }

    /** The classes that have images in turn, each in an order by chance. */
    static Draw balanced(LabelledImages images, int classes, int steps, int batch, long seed) {
        List<List<Integer>> ofClass = IntStream.range(0, classes)
                .mapToObj(k -> IntStream.range(0, images.size())
                        .filter(i -> images.label(i) == k)
                        .boxed()
                        .toList())
                .filter(of -> !of.isEmpty())
                .toList();
        return repeated(images, ofClass, steps * batch, seed);
    }

    private static Draw repeated(LabelledImages images, List<List<Integer>> groups, int count, long seed) {
        var random = new Random(seed);
        List<List<Integer>> left = new ArrayList<>();
        groups.forEach(group -> left.add(new ArrayList<>()));
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int group = i % groups.size();
            List<Integer> of = left.get(group);
            if (of.isEmpty()) {
                of.addAll(groups.get(group));
                Collections.shuffle(of, random);
            }
            order[i] = of.remove(of.size() - 1);
        }
        return new Draw(images, order);
    }

    /** The images from a place of the order on, each with weight 1. */
    Shard batch(int from, int count) {
        int length = images.imageBytes();
        byte[] pixels = new byte[count * length];
        int[] labels = new int[count];
        float[] weights = new float[count];
        Arrays.fill(weights, 1);
        for (int i = 0; i < count; i++) {
            int image = order[from + i];
            System.arraycopy(images.pixels(), image * length, pixels, i * length, length);
            labels[i] = images.label(image);
        }
        return new Shard(images.format(), pixels, labels, weights);
    }
}

package org.equipoise.trainer.training;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** An order of images in which every stretch has the classes in given shares. */
final class ClassTurns {

    private ClassTurns() {}

    /**
     * As many images as there are: each place goes to the class that is furthest behind its share (the lowest index
     * where several are), and a class whose images are used up begins with its first one again. What is drawn of a
     * class is never a whole image ahead of its share. Classes without an image are left out.
     *
     * @param labels class of each image
     * @param shares of the classes, each above 0, up to a factor
     * @return indices of images
     */
    static int[] order(int[] labels, List<Double> shares) {
        List<int[]> images = new ArrayList<>();
        double[] share = new double[shares.size()];
        double sum = 0;
        for (int k = 0; k < share.length; k++) {
            int label = k;
            images.add(IntStream.range(0, labels.length)
                    .filter(i -> labels[i] == label)
                    .toArray());
            share[k] = images.get(k).length == 0 ? 0 : shares.get(k);
            sum += share[k];
        }
        int[] drawn = new int[share.length];
        int[] order = new int[labels.length];
        for (int place = 0; place < order.length; place++) {
            int next = furthestBehind(share, sum, drawn, place + 1);
            order[place] = images.get(next)[drawn[next]++ % images.get(next).length];
        }
        return order;
    }

    private static int furthestBehind(double[] share, double sum, int[] drawn, int places) {
        int furthest = -1;
        double most = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < share.length; k++) {
            double behind = share[k] / sum * places - drawn[k];
            if (share[k] > 0 && behind > most) {
                most = behind;
                furthest = k;
            }
        }
        return furthest;
    }
}

package org.equipoise.trainer.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

import org.equipoise.common.labels.LabelSet;

/**
 * Which images of a split a version answered right, in the split's order.
 *
 * @param trueClasses true class of each image, by name: versions may know the classes in another order
 * @param right whether each image was answered with its true class
 */
public record RightAnswers(List<String> trueClasses, List<Boolean> right) {

    public RightAnswers {
        trueClasses = List.copyOf(trueClasses);
        right = List.copyOf(right);
        if (trueClasses.size() != right.size()) {
            throw new IllegalArgumentException(right.size() + " answers to " + trueClasses.size() + " images");
        }
    }

    /**
     * Of answers by index.
     *
     * @param images number of images, at least 0
     * @param label true class of an image, an index into {@code labelSet}
     * @param answer class that an image was answered with
     */
    public static RightAnswers of(LabelSet labelSet, int images, IntUnaryOperator label, IntUnaryOperator answer) {
        List<String> trueClasses = new ArrayList<>(images);
        List<Boolean> right = new ArrayList<>(images);
        for (int i = 0; i < images; i++) {
            int own = label.applyAsInt(i);
            trueClasses.add(labelSet.name(own));
            right.add(own == answer.applyAsInt(i));
        }
        return new RightAnswers(trueClasses, right);
    }

    /** Number of images. */
    public int images() {
        return right.size();
    }
}

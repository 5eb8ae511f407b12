package org.equipoise.trainer.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.evaluation.Evaluation.PerClass;

/**
 * What became of one class's recall from the validation split to the test split.
 *
 * @param name of the class
 * @param validation its recall there, with images
 * @param test its recall here, with images
 * @param probability how often so large a fall, or a larger one, would be seen if the recall were the same in both
 *     splits, times the number of classes that are still to be told apart (Holm, 1979); in (0, 1]
 */
public record RecallDrop(String name, Recall validation, Recall test, double probability) {

    /** Of all falls that are called one, so many are none at all; all classes together. */
    public static final double LEVEL = 0.05;

    /**
     * A recall on so many images.
     *
     * @param lower lower end of its 95 % Wilson interval
     * @param upper its upper end
     */
    public record Recall(double value, long images, double lower, double upper) {
        static Recall of(PerClass c) {
            Double recall = c.recall();
            return new Recall(recall == null ? 0 : recall, c.support(), c.recallLower(), c.recallUpper());
        }

        private long right() {
            return Math.round(value * images);
        }
    }

    /** By how much it fell; negative where it rose. */
    public double fall() {
        return validation.value() - test.value();
    }

    /** Whether the fall is more than luck. */
    public boolean fell() {
        return probability <= LEVEL && fall() > 0;
    }

    /** Every class that has images in both splits, in label-set order. */
    public static List<RecallDrop> of(Evaluation validation, Evaluation test) {
        List<RecallDrop> raw = new ArrayList<>();
        for (int k = 0; k < test.classes().size(); k++) {
            PerClass before = validation.classes().get(k);
            PerClass after = test.classes().get(k);
            if (before.support() > 0 && after.support() > 0) {
                Recall there = Recall.of(before);
                Recall here = Recall.of(after);
                raw.add(new RecallDrop(
                        after.name(),
                        there,
                        here,
                        FisherExact.lower(here.right(), here.images(), there.right(), there.images())));
            }
        }
        return holm(raw);
    }

    /**
     * The smallest of m probabilities counts m times, the next one m - 1 times, and none less than one before it.
     *
     * @see <a href="https://www.jstor.org/stable/4615733">Holm, Scandinavian Journal of Statistics 1979</a>
     */
    private static List<RecallDrop> holm(List<RecallDrop> raw) {
        List<RecallDrop> rising = raw.stream()
                .sorted(Comparator.comparingDouble(RecallDrop::probability))
                .toList();
        List<RecallDrop> adjusted = new ArrayList<>(raw);
        double least = 0;
        for (int i = 0; i < rising.size(); i++) {
            RecallDrop drop = rising.get(i);
            least = Math.max(least, Math.min(1, (rising.size() - i) * drop.probability));
            adjusted.set(raw.indexOf(drop), new RecallDrop(drop.name, drop.validation, drop.test, least));
        }
        return List.copyOf(adjusted);
    }
}

package org.equipoise.diagnosis.preprocessing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.Pixels;

/**
 * An image before any preprocessing, with its class.
 *
 * @param label index of the class
 */
public record LabelledPixels(Pixels pixels, int label) {

    /** What {@link InputShape} takes. */
    private static final int LARGEST = 1024;

    /** Sides that are so many times the input's are more than any crop needs. */
    private static final int MUCH_LARGER = 4;

    private static final int LARGE_ENOUGH = 2;

    /** The same, smaller with kept aspect where it is much larger than the input: resizing it often costs time. */
    public LabelledPixels reduced(InputShape shape) {
        double times = Math.min(pixels.width() / (double) shape.width(), pixels.height() / (double) shape.height());
        int width = (int) Math.round(pixels.width() * LARGE_ENOUGH / times);
        int height = (int) Math.round(pixels.height() * LARGE_ENOUGH / times);
        return times < MUCH_LARGER || Math.max(width, height) > LARGEST
                ? this
                : new LabelledPixels(
                        org.equipoise.common.imaging.Preprocessing.fit(
                                pixels, new InputShape(width, height, pixels.channels())),
                        label);
    }

    /**
     * Two halves with the same classes.
     *
     * @param choose by which one candidate is chosen
     * @param confirm by which that one, and no other, is judged
     */
    public record Halves(List<LabelledPixels> choose, List<LabelledPixels> confirm) {

        public Halves {
            choose = List.copyOf(choose);
            confirm = List.copyOf(confirm);
        }
    }

    /** Of each class every other image, in order. */
    public static Halves halves(List<LabelledPixels> images) {
        Map<Integer, Integer> seen = new HashMap<>();
        List<LabelledPixels> choose = new ArrayList<>();
        List<LabelledPixels> confirm = new ArrayList<>();
        for (LabelledPixels image : images) {
            (seen.merge(image.label(), 1, Integer::sum) % 2 == 1 ? choose : confirm).add(image);
        }
        return new Halves(choose, confirm);
    }
}

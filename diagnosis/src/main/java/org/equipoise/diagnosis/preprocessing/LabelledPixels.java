package org.equipoise.diagnosis.preprocessing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.common.imaging.Pixels;

/**
 * An image before any preprocessing, with its class.
 *
 * @param label index of the class
 */
public record LabelledPixels(Pixels pixels, int label) {

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

package org.equipoise.bench.training;

import java.util.List;

/**
 * What a command measures.
 *
 * @param command as the measured processes know it
 * @param index which of the numbers of the answer
 * @param unit images/s or ms
 * @param everyVariant whether each way of using a library has a row, or only its fastest
 */
record Quantity(String command, int index, String name, String unit, boolean everyVariant) {

    static final List<Quantity> ALL = List.of(
            new Quantity("train", 0, "train", "images/s", false),
            new Quantity("score", 0, "score, batches", "images/s", true),
            new Quantity("single", 0, "score one, p50", "ms", true),
            new Quantity("single", 1, "score one, p99", "ms", true));

    boolean moreIsBetter() {
        return unit.equals("images/s");
    }
}

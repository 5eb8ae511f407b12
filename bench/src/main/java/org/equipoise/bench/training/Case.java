package org.equipoise.bench.training;

import java.util.List;

/**
 * A network at an image size.
 *
 * @param network {@code article} or {@code residual}
 * @param side pixels, grey
 */
record Case(String network, int side) {

    /** Those that are compared. */
    static final List<Case> ALL = List.of(new Case("article", 28), new Case("article", 64), new Case("residual", 28));

    String forPeople() {
        return (network.equals("article") ? "article's CNN " : "residual 8x16 ") + side + "x" + side;
    }
}

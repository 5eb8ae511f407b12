package org.equipoise.bench.training;

import java.util.List;

/**
 * A network at an image size.
 *
 * @param network {@code article}, {@code residual} or {@code ensemble}
 * @param side pixels, grey
 * @param compared whether the peers train it, too
 */
record Case(String network, int side, boolean compared) {

    /** The residual network of width 16. */
    static final Case RESIDUAL = new Case("residual", 28, true);

    /** The article's network, at the size that the memory is watched with. */
    static final Case ARTICLE = new Case("article", 28, true);

    /** Those that are measured. */
    static final List<Case> ALL =
            List.of(ARTICLE, new Case("article", 64, true), RESIDUAL, new Case("ensemble", 28, false));

    /** The speed of training that is aimed at, as a multiple of Keras's. */
    double timesKeras() {
        return network.equals(RESIDUAL.network) ? 2 : 1.5;
    }

    String forPeople() {
        String name = switch (network) {
            case "article" -> "article's CNN";
            case "residual" -> "residual 8x16";
            default -> "4 residual 8x16";
        };
        return name + " " + side + "x" + side;
    }
}

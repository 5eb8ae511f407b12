package org.equipoise.bench.collapse;

import java.util.Arrays;
import java.util.Locale;

import org.equipoise.bench.UnusableOptionException;

/** Networks that are trained, as recipes name them. */
public enum Network {
    /** Without batch normalisation. */
    ARTICLE_CNN,
    CONV4,
    /** Depth 8, width 16. Held out. */
    RESIDUAL;

    /** As a recipe names it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it has batch normalisation. */
    public boolean normalised() {
        return this != ARTICLE_CNN;
    }

    /**
     * The network of a name.
     *
     * @throws UnusableOptionException if there is none
     */
    static Network named(String wireName) {
        return Arrays.stream(values())
                .filter(network -> network.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() -> new UnusableOptionException("network must be "
                        + String.join(
                                ", ",
                                Arrays.stream(values()).map(Network::wireName).toList())
                        + ", got " + wireName));
    }
}

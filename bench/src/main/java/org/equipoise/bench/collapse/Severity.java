package org.equipoise.bench.collapse;

import java.util.Locale;

/** How much of a cause is injected; of a healthy run, which of the recipes it has. */
public enum Severity {
    MILD,
    MEDIUM,
    SEVERE;

    /** As the file of runs names it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The severity of a name. */
    static Severity named(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}

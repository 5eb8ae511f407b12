package org.equipoise.bench.quality;

import java.util.Locale;
import java.util.Map;

/**
 * A recipe, and what is replaced of it.
 *
 * @param name as the table says it
 */
record Variant(String name, String recipe, Map<String, String> settings) {

    Variant {
        settings = Map.copyOf(settings);
    }

    /** Its name with nothing in it but what a model's name may have, and short enough beside a study's. */
    String model() {
        return plain(name);
    }

    /** The same of any variant's name. */
    static String plain(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return plain.substring(0, Math.min(plain.length(), 40)).replaceAll("^-|-$", "");
    }
}

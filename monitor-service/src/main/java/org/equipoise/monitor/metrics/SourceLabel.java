package org.equipoise.monitor.metrics;

import java.util.regex.Pattern;

/**
 * A source of images as a label of a series. Its modality comes from outside and may be any text: what is neither
 * letter, digit nor common sign is a question mark, and what is long is cut.
 */
final class SourceLabel {

    static final int MOST_CHARACTERS = 64;

    private static final Pattern UNUSUAL = Pattern.compile("[^\\p{L}\\p{N} ._/()#+:-]");

    private SourceLabel() {}

    static String of(String source) {
        String usual = UNUSUAL.matcher(source).replaceAll("?");
        return usual.length() <= MOST_CHARACTERS ? usual : usual.substring(0, MOST_CHARACTERS);
    }
}

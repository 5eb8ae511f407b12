package org.equipoise.trainer.gate;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Classes in the sentence of a check, which must stay a sentence: a label set may have a thousand classes, and a name a
 * thousand characters, where an explanation has 1,024 in all.
 */
final class NamedClasses {

    /** Classes that a sentence names. */
    static final int MOST = 5;

    /** Characters of one name. */
    static final int MOST_CHARACTERS = 64;

    private NamedClasses() {}

    /** A name, or its beginning and an ellipsis where it is longer than {@value #MOST_CHARACTERS} characters. */
    static String name(String name) {
        if (name.length() <= MOST_CHARACTERS) {
            return name;
        }
        int end = MOST_CHARACTERS - 1;
        return name.substring(0, Character.isHighSurrogate(name.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    /**
     * The first {@value #MOST}, and how many more there are.
     *
     * @param classes what is said of each, with its {@link #name}
     */
    static String some(List<String> classes, String between) {
        int more = classes.size() - MOST;
        return classes.stream().limit(MOST).collect(Collectors.joining(between))
                + (more > 0 ? between + "and " + more + " more" : "");
    }
}

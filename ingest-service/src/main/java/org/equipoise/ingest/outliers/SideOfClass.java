package org.equipoise.ingest.outliers;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which side of the body a class says by its name: one word of it is {@code left} or {@code right}; or it is a single
 * {@code l} or {@code r}, and another class is named the same but for the other letter. Other languages say no side.
 */
final class SideOfClass {

    private static final Map<String, String> SIDES = Map.of("left", "L", "right", "R");
    private static final Map<String, String> LETTERS = Map.of("l", "L", "r", "R");

    private SideOfClass() {}

    /** {@code L} or {@code R} by class; classes that say none, or both, are missing. */
    static Map<String, String> of(Collection<String> classes) {
        Set<List<String>> names = new HashSet<>();
        classes.forEach(name -> names.add(words(name)));
        Map<String, String> sides = new HashMap<>();
        for (String name : classes) {
            List<String> words = words(name);
            List<String> said =
                    words.stream().filter(SIDES::containsKey).distinct().toList();
            List<String> letters =
                    words.stream().filter(LETTERS::containsKey).distinct().toList();
            if (said.size() == 1) {
                sides.put(name, side(SIDES, said.get(0)));
            } else if (said.isEmpty() && letters.size() == 1 && names.contains(mirrored(words))) {
                sides.put(name, side(LETTERS, letters.get(0)));
            }
        }
        return sides;
    }

    private static String side(Map<String, String> sides, String word) {
        return sides.getOrDefault(word, "");
    }

    private static List<String> mirrored(List<String> words) {
        return words.stream()
                .map(word -> word.equals("l") ? "r" : word.equals("r") ? "l" : word)
                .toList();
    }

    private static List<String> words(String name) {
        return Arrays.stream(name.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}

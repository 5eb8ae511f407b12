package org.equipoise.local.sets;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the file that a cell means. People's label files name files of another disk ({@code C:\data\x.png}), by an id
 * without extension, or in another spelling. Each way is taken only where it leads to one file.
 */
final class PathIndex {

    /** How a file was found, and how that is said. */
    enum Way {
        AS_WRITTEN(""),
        BACKSLASHES("with backslashes for /"),
        SPELLING("in another case or Unicode form"),
        FOLDERS_ABOVE("under folders that are not here"),
        NO_EXTENSION("by an id without extension"),
        BELOW("by a name that lies in a folder below");

        private final String words;

        Way(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** What a cell led to. */
    record Found(String path, Way way) {}

    private final Set<String> exact = new HashSet<>();
    private final Map<String, List<String>> byKey = new HashMap<>();
    private final Map<String, List<String>> byStem = new HashMap<>();
    private final Map<String, List<String>> byName = new HashMap<>();
    private final Map<String, List<String>> byNameStem = new HashMap<>();

    PathIndex(List<String> paths) {
        for (String path : paths) {
            exact.add(path);
            String key = key(path);
            add(byKey, key, path);
            add(byName, name(key), path);
            if (ImageFiles.namedImage(path)) {
                add(byStem, stem(key), path);
                add(byNameStem, stem(name(key)), path);
            }
        }
    }

    /**
     * The file, or empty when there is none.
     *
     * @throws SetException when the cell may mean several, naming two of them
     */
    Optional<Found> find(String cell) {
        String slashed = cell.replace('\\', '/');
        String given = slashed.startsWith("./") ? slashed.substring(2) : slashed;
        if (exact.contains(given)) {
            return Optional.of(new Found(
                    given, given.equals(slashed) && !cell.equals(slashed) ? Way.BACKSLASHES : Way.AS_WRITTEN));
        }
        if (List.of(given.split("/")).contains("..")) {
            return Optional.empty();
        }
        String key = key(given);
        Optional<Found> found = one(byKey, key, cell, Way.SPELLING).or(() -> one(byStem, key, cell, Way.NO_EXTENSION));
        for (int at = key.indexOf('/'); found.isEmpty() && at >= 0; at = key.indexOf('/', at + 1)) {
            String rest = key.substring(at + 1);
            found = one(byKey, rest, cell, Way.FOLDERS_ABOVE).or(() -> one(byStem, rest, cell, Way.FOLDERS_ABOVE));
        }
        if (found.isEmpty() && key.indexOf('/') < 0) {
            found = one(byName, key, cell, Way.BELOW).or(() -> one(byNameStem, key, cell, Way.NO_EXTENSION));
        }
        return found;
    }

    private static Optional<Found> one(Map<String, List<String>> index, String key, String cell, Way way) {
        List<String> paths = index.getOrDefault(key, List.of());
        if (paths.size() > 1) {
            throw new SetException("\"" + cell + "\" may be " + paths.get(0) + " or " + paths.get(1) + ": write which");
        }
        return paths.isEmpty() ? Optional.empty() : Optional.of(new Found(paths.get(0), way));
    }

    private static void add(Map<String, List<String>> index, String key, String path) {
        index.computeIfAbsent(key, k -> new ArrayList<>(1)).add(path);
    }

    private static String key(String path) {
        return Normalizer.normalize(path, Normalizer.Form.NFC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String stem(String path) {
        int dot = path.lastIndexOf('.');
        return dot > path.lastIndexOf('/') ? path.substring(0, dot) : path;
    }
}

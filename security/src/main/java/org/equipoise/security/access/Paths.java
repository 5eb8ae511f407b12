package org.equipoise.security.access;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Paths: each as it is, or with {@code /*} at its end for all that lies under it; {@code *} between two slashes is any
 * one name.
 */
public record Paths(List<String> patterns) {

    /**
     * Those of these patterns.
     *
     * @throws IllegalArgumentException if one does not begin with a slash
     */
    public Paths {
        patterns = List.copyOf(patterns);
        for (String pattern : patterns) {
            if (!pattern.startsWith("/")) {
                throw new IllegalArgumentException("a path begins with \"/\", \"" + pattern + "\" does not");
            }
        }
    }

    /** A path with matrix parameters, which the resources strip, is never among them. */
    public boolean contain(String path) {
        return path.indexOf(';') < 0 && patterns.stream().anyMatch(pattern -> matches(pattern, path));
    }

    private static boolean matches(String pattern, String path) {
        if (pattern.endsWith("/*")) {
            return path.startsWith(pattern.substring(0, pattern.length() - 1));
        }
        if (!pattern.contains("/*/")) {
            return path.equals(pattern);
        }
        String[] names = pattern.split("/", -1);
        String[] given = path.split("/", -1);
        return names.length == given.length
                && IntStream.range(0, names.length)
                        .allMatch(i -> names[i].equals("*") ? !given[i].isEmpty() : names[i].equals(given[i]));
    }
}

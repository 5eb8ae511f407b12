package org.equipoise.security.access;

import java.util.List;

/** Paths: each as it is, or with {@code /*} at its end for all that lies under it. */
record Paths(List<String> patterns) {

    Paths {
        patterns = List.copyOf(patterns);
        for (String pattern : patterns) {
            if (!pattern.startsWith("/")) {
                throw new IllegalArgumentException("a path begins with \"/\", \"" + pattern + "\" does not");
            }
        }
    }

    /** A path with matrix parameters, which the resources strip, is never among them. */
    boolean contain(String path) {
        return path.indexOf(';') < 0 && patterns.stream().anyMatch(pattern -> matches(pattern, path));
    }

    private static boolean matches(String pattern, String path) {
        return pattern.endsWith("/*")
                ? path.startsWith(pattern.substring(0, pattern.length() - 1))
                : path.equals(pattern);
    }
}

package org.equipoise.local.client;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Makes a part of an object key out of a path from a person's disk. */
final class ObjectNames {

    /** File systems under S3 servers allow 255 bytes a name; a UTF-8 character may take four. */
    private static final int LONGEST_PART = 60;

    private ObjectNames() {}

    /** The path with other characters than letters, digits and {@code ._-} replaced, its last 8 parts at most. */
    static String safe(String path) {
        String[] parts = path.split("/");
        return Arrays.stream(parts)
                .skip(Math.max(0, parts.length - 8))
                .map(ObjectNames::safePart)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("/"));
    }

    private static String safePart(String part) {
        String safe = part.codePoints()
                .map(c -> Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '-' ? c : '_')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        if (safe.chars().allMatch(c -> c == '.')) {
            return "_".repeat(safe.length());
        }
        return safe.length() <= LONGEST_PART ? safe : safe.substring(safe.length() - LONGEST_PART);
    }
}

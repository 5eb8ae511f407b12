package org.equipoise.ingest.exporting;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.equipoise.common.labels.LabelSet;

/**
 * The folder of each class. A class name is whatever somebody wrote; a folder has to be one on every system, and must
 * not lead out of the archive.
 */
final class ClassFolders {

    private static final Pattern PORTABLE = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N} ._()+-]{0,79}(?<![ .])");

    /** What Windows keeps for devices, with any extension. */
    private static final Pattern DEVICE =
            Pattern.compile("(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\\..*)?", Pattern.CASE_INSENSITIVE);

    private final List<String> names;

    private ClassFolders(List<String> names) {
        this.names = names;
    }

    /**
     * The class's name where it can be a folder's and no other class has it in another case; else {@code class-INDEX}.
     */
    static ClassFolders of(LabelSet labels) {
        Set<String> once = new HashSet<>();
        Set<String> twice = new HashSet<>();
        for (String name : labels.classes()) {
            if (!once.add(folded(name))) {
                twice.add(folded(name));
            }
        }
        return new ClassFolders(IntStream.range(0, labels.size())
                .mapToObj(k -> isPortable(labels.name(k)) && !twice.contains(folded(labels.name(k)))
                        ? labels.name(k)
                        : "class-" + k)
                .toList());
    }

    /** Names that begin as the others' would not be told from them. */
    private static boolean isPortable(String name) {
        return PORTABLE.matcher(name).matches()
                && !DEVICE.matcher(name).matches()
                && !folded(name).startsWith("class-");
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    String folder(int classIndex) {
        return names.get(classIndex);
    }
}

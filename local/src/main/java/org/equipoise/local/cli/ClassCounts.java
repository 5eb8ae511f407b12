package org.equipoise.local.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.local.options.UsageException;
import org.jspecify.annotations.Nullable;

/** Numbers of images by class as they are typed: {@code a=1000,b=50}. */
final class ClassCounts {

    private ClassCounts() {}

    /** @throws UsageException for what is no such list, with the part that is wrong */
    static Map<String, Long> parse(String typed) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String part : typed.split(",")) {
            int equals = part.lastIndexOf('=');
            String name = equals < 0 ? "" : part.substring(0, equals).strip();
            if (name.isEmpty()) {
                throw new UsageException("--counts must be CLASS=N,CLASS=N, got \"" + part.strip() + "\" in it");
            }
            if (counts.put(name, count(name, part.substring(equals + 1).strip())) != null) {
                throw new UsageException("--counts names the class \"" + name + "\" twice");
            }
        }
        if (counts.size() < 2) {
            throw new UsageException("--counts needs two classes or more, got " + counts.keySet());
        }
        if (counts.values().stream().allMatch(n -> n == 0)) {
            throw new UsageException("--counts says that no class has an image");
        }
        return counts;
    }

    /** In the order of the classes; absent where nobody said. */
    static @Nullable ClassDistribution of(Map<String, Long> counts, LabelSet classes) {
        if (counts.isEmpty()) {
            return null;
        }
        if (!counts.keySet().equals(Set.copyOf(classes.classes()))) {
            throw new UsageException(
                    "--counts has the classes " + counts.keySet() + ", but the model's are " + classes.classes());
        }
        return new ClassDistribution(classes.classes().stream()
                .map(name -> Objects.requireNonNull(counts.get(name), name))
                .toList());
    }

    private static long count(String name, String text) {
        try {
            long n = Long.parseLong(text);
            if (n < 0 || n > Integer.MAX_VALUE) {
                throw new UsageException(
                        "--counts: \"" + name + "\" must have 0 to " + Integer.MAX_VALUE + " images, got " + n);
            }
            return n;
        } catch (NumberFormatException e) {
            throw new UsageException("--counts: \"" + name + "\" must have a number of images, got \"" + text + "\"");
        }
    }
}

package org.equipoise.bench;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The {@code name=value} arguments of a benchmark.
 *
 * @param project folder with the built modules
 */
public record Options(Path project, Map<String, String> values) {

    public Options {
        values = Map.copyOf(values);
    }

    static Options parse(Path project, String[] arguments, int from) {
        Map<String, String> values = new HashMap<>();
        for (int i = from; i < arguments.length; i++) {
            String[] parts = arguments[i].split("=", 2);
            if (parts.length != 2) {
                throw new UnusableOptionException("expected OPTION=VALUE, got \"" + arguments[i] + "\"");
            }
            values.put(parts[0], parts[1]);
        }
        return new Options(project, values);
    }

    /** A whole number, at least 1. */
    public int count(String name, int otherwise) {
        int value = Integer.parseInt(values.getOrDefault(name, Integer.toString(otherwise)));
        if (value < 1) {
            throw new UnusableOptionException(name + " must be at least 1, got " + value);
        }
        return value;
    }

    /** A number above 0. */
    public double number(String name, double otherwise) {
        double value = Double.parseDouble(values.getOrDefault(name, Double.toString(otherwise)));
        if (!(value > 0)) {
            throw new UnusableOptionException(name + " must be above 0, got " + value);
        }
        return value;
    }

    /** Any text. */
    public String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    /** {@code yes} or {@code no}. */
    public boolean flag(String name, boolean otherwise) {
        String value = text(name, otherwise ? "yes" : "no");
        if (!value.equals("yes") && !value.equals("no")) {
            throw new UnusableOptionException(name + " must be yes or no, got " + value);
        }
        return value.equals("yes");
    }

    /** What a person types for the same numbers, without options that only say where files lie. */
    public String command(String command, Collection<String> without) {
        var text = new StringBuilder(command);
        new TreeMap<>(values).forEach((name, value) -> {
            if (!without.contains(name)) {
                text.append(' ').append(name).append('=').append(value);
            }
        });
        return text.toString();
    }
}

package org.equipoise.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The {@code name=value} arguments of a benchmark.
 *
 * @param project folder with the built modules
 * @param values what was given by name, in the order it was given
 */
public record Options(Path project, Map<String, List<String>> values) {

    public Options {
        values = Map.copyOf(values);
    }

    static Options parse(Path project, String[] arguments, int from) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (int i = from; i < arguments.length; i++) {
            String[] parts = arguments[i].split("=", 2);
            if (parts.length != 2) {
                throw new UnusableOptionException("expected OPTION=VALUE, got \"" + arguments[i] + "\"");
            }
            values.computeIfAbsent(parts[0], name -> new ArrayList<>()).add(parts[1]);
        }
        return new Options(project, values);
    }

    /**
     * These options, if nothing else was given.
     *
     * @throws UnusableOptionException if an option has another name
     */
    public Options only(String... names) {
        Set<String> known = Set.of(names);
        values.keySet().stream()
                .filter(name -> !known.contains(name))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw new UnusableOptionException(
                            "there is no option \"" + name + "\", only " + new TreeSet<>(known));
                });
        return this;
    }

    /** A whole number, at least 1. */
    public int count(String name, int otherwise) {
        int value = (int) parsed(name, otherwise, true);
        if (value < 1) {
            throw new UnusableOptionException(name + " must be at least 1, got " + value);
        }
        return value;
    }

    /** A number above 0. */
    public double number(String name, double otherwise) {
        double value = parsed(name, otherwise, false);
        if (!(value > 0)) {
            throw new UnusableOptionException(name + " must be above 0, got " + value);
        }
        return value;
    }

    private double parsed(String name, double otherwise, boolean whole) {
        Optional<String> text = last(name);
        try {
            return text.isEmpty() ? otherwise : whole ? Integer.parseInt(text.get()) : Double.parseDouble(text.get());
        } catch (NumberFormatException e) {
            throw new UnusableOptionException(
                    name + " must be a " + (whole ? "whole " : "") + "number, got " + text.orElse(""));
        }
    }

    /** Any text. */
    public String text(String name, String otherwise) {
        return last(name).orElse(otherwise);
    }

    /** {@code yes} or {@code no}. */
    public boolean flag(String name, boolean otherwise) {
        String value = text(name, otherwise ? "yes" : "no");
        if (!value.equals("yes") && !value.equals("no")) {
            throw new UnusableOptionException(name + " must be yes or no, got " + value);
        }
        return value.equals("yes");
    }

    /** The {@code KEY=VALUE} of an option that may be given several times. */
    public Map<String, String> pairs(String name) {
        Map<String, String> pairs = new TreeMap<>();
        for (String pair : values.getOrDefault(name, List.of())) {
            String[] parts = pair.split("=", 2);
            if (parts.length != 2 || parts[0].isEmpty()) {
                throw new UnusableOptionException(name + " must be KEY=VALUE, got \"" + pair + "\"");
            }
            pairs.put(parts[0], parts[1]);
        }
        return pairs;
    }

    private Optional<String> last(String name) {
        List<String> given = values.getOrDefault(name, List.of());
        return given.isEmpty() ? Optional.empty() : Optional.of(given.get(given.size() - 1));
    }

    /** What a person types for the same numbers, without options that only say where files lie. */
    public String command(String command, Collection<String> without) {
        var text = new StringBuilder(command);
        new TreeMap<>(values).forEach((name, given) -> {
            if (!without.contains(name)) {
                given.forEach(value -> text.append(' ').append(name).append('=').append(value));
            }
        });
        return text.toString();
    }
}

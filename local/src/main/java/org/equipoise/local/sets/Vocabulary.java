package org.equipoise.local.sets;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.equipoise.common.labels.LabelSet;

/**
 * The classes of a dataset that a set joins: those that it has, in their order, and behind them those that only the set
 * has. A set with fewer classes takes none away: its images are more of the others.
 *
 * @param notes what a person should know, one sentence each
 */
public record Vocabulary(LabelSet labelSet, List<String> notes) {

    public Vocabulary {
        notes = List.copyOf(notes);
    }

    /**
     * The classes of a dataset once a set has joined it.
     *
     * @param known what the dataset has; empty for a new one
     */
    public static Vocabulary joined(String dataset, Optional<LabelSet> known, List<String> classes) {
        if (known.isEmpty()) {
            return new Vocabulary(new LabelSet(classes), List.of());
        }
        List<String> before = known.get().classes();
        Set<String> all = new LinkedHashSet<>(before);
        all.addAll(classes);
        List<String> notes = new ArrayList<>();
        List<String> kept =
                before.stream().filter(name -> !classes.contains(name)).toList();
        if (!kept.isEmpty()) {
            notes.add("dataset \"" + dataset + "\" keeps " + named(kept) + ", of which this set has no image");
        }
        List<String> added =
                classes.stream().filter(name -> !before.contains(name)).toList();
        if (!added.isEmpty()) {
            notes.add("new in dataset \"" + dataset + "\", which has had " + quoted(before) + ": " + named(added));
        }
        return new Vocabulary(new LabelSet(List.copyOf(all)), notes);
    }

    private static String named(List<String> classes) {
        return (classes.size() == 1 ? "class " : "classes ") + quoted(classes);
    }

    private static String quoted(List<String> classes) {
        return classes.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
    }
}

package org.equipoise.bench.collapse;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.equipoise.diagnosis.cause.Cause;

/**
 * Causes that count as one, because what is measured cannot tell them apart: those of the end of
 * {@code docs/causes.md}, written down before anything was tuned.
 */
final class SameCauses {

    private static final List<Set<Cause>> SETS = List.of(
            Set.of(Cause.TOO_LITTLE_AUGMENTATION, Cause.CAPACITY_TOO_LARGE),
            Set.of(Cause.LABELS_SHUFFLED, Cause.CLASSES_INSEPARABLE));

    private SameCauses() {}

    /** A cause with those that count as the same. */
    static Set<Cause> as(Cause cause) {
        return SETS.stream().filter(set -> set.contains(cause)).findFirst().orElse(Set.of(cause));
    }

    /** All of them. */
    static Set<Cause> asAny(Collection<Cause> causes) {
        Set<Cause> all = EnumSet.noneOf(Cause.class);
        causes.forEach(cause -> all.addAll(as(cause)));
        return all;
    }
}

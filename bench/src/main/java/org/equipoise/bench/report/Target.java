package org.equipoise.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A number that a benchmark is to reach.
 *
 * @param what is aimed at, e.g. {@code BreastMNIST, accuracy}
 * @param reached what was measured; absent where nothing could be, which reaches no limit
 * @param bound the limit that counts as reached, too
 * @param kind on which side of the limit it is to lie
 * @param unit of both numbers, empty for shares
 */
public record Target(String what, @Nullable Double reached, double bound, Kind kind, String unit) {

    /** On which side of the limit a number is to lie. */
    public enum Kind {
        /** At the limit or above. */
        AT_LEAST,
        /** At the limit or below. */
        AT_MOST,
        /** Below the limit. */
        BELOW
    }

    /** What could be measured. */
    public Target(String what, double reached, double bound, Kind kind, String unit) {
        this(what, Double.valueOf(reached), bound, kind, unit);
    }

    /** A share, or a mean of shares, in [0, 1]. */
    public static Target atLeast(String what, double reached, double bound) {
        return new Target(what, reached, bound, Kind.AT_LEAST, "");
    }

    /** Whether it is reached, by the numbers as they are and not as they are printed. */
    public boolean isReached() {
        if (reached == null) {
            return false;
        }
        return switch (kind) {
            case AT_LEAST -> reached >= bound;
            case AT_MOST -> reached <= bound;
            case BELOW -> reached < bound;
        };
    }

    private String text() {
        String side = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return String.format(
                Locale.ROOT,
                "%s: %s, aimed at %s %.4f%s",
                what,
                reached == null
                        ? "nothing was measured"
                        : String.format(Locale.ROOT, "%.4f%s", reached, unit.isEmpty() ? "" : " " + unit),
                side,
                bound,
                unit.isEmpty() ? "" : " " + unit);
    }

    /** How many of them are reached, then each that is not. */
    public static List<String> summary(List<Target> targets) {
        List<String> lines = new ArrayList<>();
        long reached = targets.stream().filter(Target::isReached).count();
        lines.add(targets.isEmpty() ? "no target is set" : reached + " of " + targets.size() + " targets reached");
        targets.stream()
                .filter(target -> !target.isReached())
                .forEach(target -> lines.add("short of " + target.text()));
        return lines;
    }
}

package org.equipoise.diagnosis.evidence;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** What is known about a run, measure by measure; what is not known is absent. Immutable. */
public final class Evidence {

    /** Nothing is known. */
    public static final Evidence NONE = new Evidence(new EnumMap<>(Measure.class));

    private static final double SMALLEST_RATIO = 1e-9;

    private final Map<Measure, Double> values;

    private Evidence(EnumMap<Measure, Double> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    /** Of these numbers, each finite. */
    public static Evidence of(Map<Measure, Double> numbers) {
        Evidence all = NONE;
        for (Map.Entry<Measure, Double> number : numbers.entrySet()) {
            all = all.with(number.getKey(), number.getValue());
        }
        return all;
    }

    /**
     * With one number more, in place of what was known of that measure.
     *
     * @throws IllegalArgumentException if it is not finite
     */
    public Evidence with(Measure measure, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(measure.wireName() + " must be finite, got " + value);
        }
        var more = new EnumMap<Measure, Double>(Measure.class);
        more.putAll(values);
        more.put(measure, value);
        return new Evidence(more);
    }

    /** With what else is known; {@code other} wins. */
    public Evidence and(Evidence other) {
        var more = new EnumMap<Measure, Double>(Measure.class);
        more.putAll(values);
        more.putAll(other.values);
        return new Evidence(more);
    }

    /** What is known of a measure. */
    public OptionalDouble value(Measure measure) {
        Double value = values.get(measure);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** What is known, in the order of its cost. */
    public Set<Measure> known() {
        return values.keySet();
    }

    /** The logarithm to the base of 10 of a ratio that may be 0. */
    public static double logarithm(double ratio) {
        return Math.log10(Math.max(SMALLEST_RATIO, ratio));
    }

    @Override
    public String toString() {
        return values.toString();
    }
}

package org.equipoise.trainer.optimisation;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How many epochs a run was planned to have, and what it was planned to have instead on the way. What the schedule has
 * done by then stays done, and the rest of it is spread over the epochs that are left: the learning rate never jumps.
 *
 * @param legs the first one from the beginning, each later one after more epochs than the one before; at least one
 */
public record Course(List<Leg> legs) {

    private static final int MOST_EPOCHS = 1000;

    /**
     * From where on a number of epochs was planned.
     *
     * @param after epochs done by then
     * @param epochs in all, above {@code after}, at most 1000
     */
    public record Leg(int after, int epochs) {
        public Leg {
            if (after < 0 || epochs <= after || epochs > MOST_EPOCHS) {
                throw new IllegalArgumentException("a leg needs more epochs than the " + after
                        + " done by then, from 1 to " + MOST_EPOCHS + " in all, got " + epochs);
            }
        }
    }

    public Course {
        legs = List.copyOf(legs);
        if (legs.isEmpty() || legs.get(0).after() != 0) {
            throw new IllegalArgumentException("a course begins after 0 epochs, got " + legs);
        }
        for (int i = 1; i < legs.size(); i++) {
            Leg before = legs.get(i - 1);
            if (legs.get(i).after() <= before.after() || legs.get(i).after() >= before.epochs()) {
                throw new IllegalArgumentException(
                        "a leg begins behind the beginning of the one before it and before" + " its end, got " + legs);
            }
        }
    }

    /** As it was planned at first. */
    public static Course of(int epochs) {
        return new Course(List.of(new Leg(0, epochs)));
    }

    /** The same with another number of epochs from here on. */
    public Course then(int after, int epochs) {
        return new Course(
                Stream.concat(legs.stream(), Stream.of(new Leg(after, epochs))).toList());
    }

    /** Epochs in all, as planned last. */
    public int epochs() {
        return legs.get(legs.size() - 1).epochs();
    }

    /** Whether it was planned anew on the way. */
    public boolean changed() {
        return legs.size() > 1;
    }

    /**
     * Learning rate of a step. A leg's steps have those of an unchanged run of as many epochs, at the place where the
     * schedule is.
     *
     * @param step counted from 0, below {@code epochs() * stepsPerEpoch}
     * @param stepsPerEpoch at least 1
     */
    public double learningRate(LearningRateSchedule schedule, long step, int stepsPerEpoch) {
        double done = 0;
        Leg leg = legs.get(0);
        for (Leg next : legs.subList(1, legs.size())) {
            if ((long) next.after() * stepsPerEpoch > step) {
                break;
            }
            done = progress(done, leg, next.after());
            leg = next;
        }
        long steps = (long) leg.epochs() * stepsPerEpoch;
        double progress = progress(done, leg, step / (double) stepsPerEpoch);
        return schedule.at(leg.after() == 0 ? step : Math.min(steps - 1, Math.round(progress * steps)), steps);
    }

    /** Share of the schedule that is done after so many epochs, in [0, 1]. */
    private static double progress(double done, Leg leg, double epoch) {
        return done + (1 - done) * (epoch - leg.after()) / (leg.epochs() - leg.after());
    }

    /** As {@code epochs}, or {@code epochs,after:epochs,...}; {@link #parse} reads it. */
    @Override
    public String toString() {
        return legs.get(0).epochs()
                + legs.stream()
                        .skip(1)
                        .map(leg -> "," + leg.after() + ":" + leg.epochs())
                        .collect(Collectors.joining());
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException if it is nothing of the kind
     */
    public static Course parse(String written) {
        String[] parts = written.split(",", -1);
        Course course = of(Integer.parseInt(parts[0].strip()));
        for (String part : Arrays.asList(parts).subList(1, parts.length)) {
            String[] leg = part.split(":", -1);
            if (leg.length != 2) {
                throw new IllegalArgumentException("a leg is written after:epochs, got \"" + part + "\"");
            }
            course = course.then(Integer.parseInt(leg[0].strip()), Integer.parseInt(leg[1].strip()));
        }
        return course;
    }
}

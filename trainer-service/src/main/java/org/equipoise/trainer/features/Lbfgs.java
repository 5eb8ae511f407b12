package org.equipoise.trainer.features;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Minimises a smooth convex function by the limited-memory BFGS method with a backtracking line search. Same function,
 * same start, same bits.
 *
 * @see <a href="https://doi.org/10.1007/BF01589116">Liu and Nocedal, On the limited memory BFGS method, 1989</a>
 */
final class Lbfgs {

    /** Pairs of steps and changes of the gradient that are remembered. */
    private static final int MEMORY = 10;

    /** A step is taken when it gains this part of what the slope promises (Armijo). */
    private static final double SUFFICIENT = 1e-4;

    private static final int MOST_HALVINGS = 30;

    private Lbfgs() {}

    /** A function with its gradient. */
    @FunctionalInterface
    interface Function {
        /**
         * The value there.
         *
         * @param gradient is overwritten
         */
        double at(double[] place, double[] gradient);
    }

    /**
     * Where it ended.
     *
     * @param value there
     * @param gradientNorm length of the gradient there
     * @param iterations steps taken
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on, never changed.
    record Minimum(double[] place, double value, double gradientNorm, int iterations) {}

    @SuppressWarnings("ArrayRecordComponent") // Remembered, never changed.
    private record Pair(double[] step, double[] change, double curvature) {}

    /**
     * Goes downhill from a place.
     *
     * @param tolerance it ends when the gradient's length is below this
     * @param most steps, at most
     * @param each carried out after each step; may throw, to stop
     */
    static Minimum minimise(Function function, double[] start, double tolerance, int most, Runnable each) {
        double[] place = start.clone();
        double[] gradient = new double[place.length];
        double value = function.at(place, gradient);
        Deque<Pair> pairs = new ArrayDeque<>();
        int iterations = 0;
        while (iterations < most && norm(gradient) > tolerance) {
            double[] direction = direction(gradient, pairs);
            double slope = dot(direction, gradient);
            double length = pairs.isEmpty() ? Math.min(1, 1 / norm(gradient)) : 1;
            double[] next = new double[place.length];
            double[] nextGradient = new double[place.length];
            double nextValue = Double.POSITIVE_INFINITY;
            int halvings = 0;
            for (; halvings < MOST_HALVINGS; halvings++, length /= 2) {
                for (int i = 0; i < next.length; i++) {
                    next[i] = place[i] + length * direction[i];
                }
                nextValue = function.at(next, nextGradient);
                if (nextValue <= value + SUFFICIENT * length * slope) {
                    break;
                }
            }
            if (halvings == MOST_HALVINGS) {
                // What could still be gained is less than rounding.
                break;
            }
            remember(pairs, place, next, gradient, nextGradient);
            place = next;
            gradient = nextGradient;
            value = nextValue;
            iterations++;
            each.run();
        }
        return new Minimum(place, value, norm(gradient), iterations);
    }

    private static void remember(
            Deque<Pair> pairs, double[] place, double[] next, double[] gradient, double[] nextGradient) {
        double[] step = new double[place.length];
        double[] change = new double[place.length];
        for (int i = 0; i < step.length; i++) {
            step[i] = next[i] - place[i];
            change[i] = nextGradient[i] - gradient[i];
        }
        double curvature = dot(step, change);
        if (curvature > 0) {
            pairs.addLast(new Pair(step, change, curvature));
            if (pairs.size() > MEMORY) {
                pairs.removeFirst();
            }
        }
    }

    /** Downhill, bent by what was remembered: the two loops of Liu and Nocedal. */
    private static double[] direction(double[] gradient, Deque<Pair> pairs) {
        double[] direction = new double[gradient.length];
        for (int i = 0; i < direction.length; i++) {
            direction[i] = -gradient[i];
        }
        double[] taken = new double[pairs.size()];
        int at = 0;
        for (Iterator<Pair> newestFirst = pairs.descendingIterator(); newestFirst.hasNext(); at++) {
            Pair pair = newestFirst.next();
            taken[at] = dot(pair.step(), direction) / pair.curvature();
            add(direction, -taken[at], pair.change());
        }
        if (!pairs.isEmpty()) {
            Pair last = pairs.getLast();
            double scale = last.curvature() / dot(last.change(), last.change());
            for (int i = 0; i < direction.length; i++) {
                direction[i] *= scale;
            }
        }
        for (Pair pair : pairs) {
            at--;
            double back = dot(pair.change(), direction) / pair.curvature();
            add(direction, taken[at] - back, pair.step());
        }
        return direction;
    }

    private static void add(double[] to, double times, double[] what) {
        for (int i = 0; i < to.length; i++) {
            to[i] += times * what[i];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }
}

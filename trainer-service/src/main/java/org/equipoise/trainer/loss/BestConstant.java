package org.equipoise.trainer.loss;

import java.util.Arrays;

/**
 * The constant answer p that costs least when class k's target has mass a_k: the minimum over the simplex of {@code sum
 * a_k * f(p_k)} with {@code f(p) = -(1 - p)^gamma * log p}. f is convex for every gamma at least 0, so at the minimum
 * {@code -a_k * f'(p_k)} is the same for all classes; one bisection finds that price, one inside it each p_k.
 *
 * @param focusing gamma, at least 0
 */
record BestConstant(double focusing) {

    /** Halvings of [0, 1] and of the price's logarithm: past the last digit of a double. */
    private static final int HALVINGS = 80;

    /** Loss of the best constant answer, nats times the unit of the masses. Classes of mass 0 get probability 0. */
    double loss(double[] mass) {
        double[] answer = focusing == 0 ? shares(mass) : atPrice(mass, price(mass));
        double loss = 0;
        for (int k = 0; k < mass.length; k++) {
            loss += mass[k] > 0 ? mass[k] * Math.pow(1 - answer[k], focusing) * -Math.log(answer[k]) : 0;
        }
        return loss;
    }

    private static double[] shares(double[] mass) {
        double sum = Arrays.stream(mass).sum();
        return Arrays.stream(mass).map(a -> a / sum).toArray();
    }

    /** The price at which the answer's probabilities sum to 1. */
    private double price(double[] mass) {
        double low = -60;
        double high = 60;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (Arrays.stream(atPrice(mass, Math.exp(middle))).sum() > 1) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.exp((low + high) / 2);
    }

    private double[] atPrice(double[] mass, double price) {
        return Arrays.stream(mass).map(a -> a > 0 ? probability(price / a) : 0).toArray();
    }

    /** The p with {@code -f'(p) = steepness}; -f' falls from infinity at 0 to 0 at 1. */
    private double probability(double steepness) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double p = (low + high) / 2;
            if (steepnessAt(p) > steepness) {
                low = p;
            } else {
                high = p;
            }
        }
        return (low + high) / 2;
    }

    private double steepnessAt(double p) {
        return focusing * Math.pow(1 - p, focusing - 1) * -Math.log(p) + Math.pow(1 - p, focusing) / p;
    }
}

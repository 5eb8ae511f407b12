package org.equipoise.augment.warping;

import java.util.Optional;

import org.equipoise.augment.randomness.SplitMix64;
import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.Transform;

/**
 * A smooth displacement of every point of an image: a uniform cubic B-spline over {@value #CELLS} x {@value #CELLS}
 * cells, its coefficients drawn one by one. Coordinates and displacements are fractions of the sides.
 *
 * <p>Nothing folds over: coefficients of at most {@code a} make a displacement of at most {@code a} whose derivatives
 * are at most {@code 2 a} by the side of a cell; with the largest {@code a} of 0.06 the two of an axis sum to 0.96, so
 * that the displacement moves two points towards each other by less than they are apart.
 *
 * @see <a href="https://doi.org/10.1109/42.796284">Rueckert et al., IEEE TMI 1999: free-form deformation by
 *     B-splines</a>
 */
public final class Bend {

    /** Along a side. */
    static final int CELLS = 4;

    private static final int POINTS = CELLS + 3;

    /** Keeps these random streams apart from the warps' of the same seed. */
    private static final long PURPOSE = 0x62656e64L;

    private final double[] right;
    private final double[] down;

    /**
     * @param right coefficients of the displacement to the right, row by row
     * @param down of the displacement downwards
     */
    Bend(double[] right, double[] down) {
        this.right = right.clone();
        this.down = down.clone();
        if (right.length != POINTS * POINTS || down.length != right.length) {
            throw new IllegalArgumentException(
                    "need " + POINTS * POINTS + " coefficients of each, got " + right.length + " and " + down.length);
        }
    }

    /**
     * Draws the bend of one image; empty where the policy has none. It follows from (seed, epoch, draw) alone.
     *
     * @param draw position in the epoch's order, from 0
     */
    public static Optional<Bend> draw(AugmentationPolicy policy, long seed, int epoch, long draw) {
        double limit = Transform.ELASTIC.in(policy);
        if (limit == 0) {
            return Optional.empty();
        }
        var random = SplitMix64.of(seed, PURPOSE, epoch, draw);
        double[] right = new double[POINTS * POINTS];
        double[] down = new double[POINTS * POINTS];
        for (int i = 0; i < right.length; i++) {
            right[i] = (2 * random.nextDouble() - 1) * limit;
            down[i] = (2 * random.nextDouble() - 1) * limit;
        }
        return Optional.of(new Bend(right, down));
    }

    /** The displacements along one row of the image. */
    Row row(double v) {
        return new Row(combined(right, v), combined(down, v));
    }

    private static double[] combined(double[] coefficients, double v) {
        int cell = cell(v);
        double at = v * CELLS - cell;
        double[] row = new double[POINTS];
        for (int k = 0; k < 4; k++) {
            double weight = weight(k, at);
            for (int x = 0; x < POINTS; x++) {
                row[x] += weight * coefficients[(cell + k) * POINTS + x];
            }
        }
        return row;
    }

    private static int cell(double along) {
        return Math.max(0, Math.min(CELLS - 1, (int) (along * CELLS)));
    }

    /** The cubic B-spline's weight of the {@code k}th of four coefficients, {@code at} in [0, 1] of the cell. */
    private static double weight(int k, double at) {
        double left = 1 - at;
        return switch (k) {
            case 0 -> left * left * left / 6;
            case 1 -> (4 + at * at * (3 * at - 6)) / 6;
            case 2 -> (4 + left * left * (3 * left - 6)) / 6;
            default -> at * at * at / 6;
        };
    }

    /** One row of the image. */
    static final class Row {

        private final double[] right;
        private final double[] down;

        private Row(double[] right, double[] down) {
            this.right = right;
            this.down = down;
        }

        /** Displacement to the right at {@code u} in [0, 1]. */
        double right(double u) {
            return at(right, u);
        }

        /** Displacement downwards there. */
        double down(double u) {
            return at(down, u);
        }

        private static double at(double[] row, double u) {
            int cell = cell(u);
            double at = u * CELLS - cell;
            return weight(0, at) * row[cell]
                    + weight(1, at) * row[cell + 1]
                    + weight(2, at) * row[cell + 2]
                    + weight(3, at) * row[cell + 3];
        }
    }
}

package org.equipoise.augment.randomness;

/**
 * A standard normal number from two uniform ones in [0, 1) (Box and Muller, 1958): exactly, and nearly in a small part
 * of the time. Both are the same on every processor.
 */
public final class StandardNormal {

    /** How far {@link #near} is off at most. */
    public static final double ERROR = 1e-6;

    private static final double LOG_2 = 0x1.62e42fefa39efp-1;
    private static final int TABLE_BITS = 7;
    private static final int MANTISSA_BITS = 52;
    private static final long MANTISSA_MASK = (1L << MANTISSA_BITS) - 1;
    private static final long ONE = 1023L << MANTISSA_BITS;

    /** Of the middle of each of 128 parts of [1, 2): its inverse and its logarithm. */
    private static final double[] INVERSES = new double[1 << TABLE_BITS];

    private static final double[] LOGARITHMS = new double[1 << TABLE_BITS];

    static {
        for (int i = 0; i < INVERSES.length; i++) {
            double middle = 1 + (i + 0.5) / INVERSES.length;
            INVERSES[i] = 1 / middle;
            LOGARITHMS[i] = StrictMath.log(middle);
        }
    }

    private StandardNormal() {}

    /** {@link StrictMath}, because {@link Math} may differ in the last bit between processors. */
    public static double exact(double first, double second) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - first));
        return radius * StrictMath.cos(2 * StrictMath.PI * second);
    }

    /** The same, at most {@link #ERROR} off. */
    public static double near(double first, double second) {
        return Math.sqrt(squaredRadius(first)) * cosineOfTurns(second);
    }

    /** The same of as many as {@code to} has room for; the compiler makes vectors of the second loop. */
    public static void near(double[] first, double[] second, double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = squaredRadius(first[i]);
        }
        for (int i = 0; i < to.length; i++) {
            to[i] = Math.sqrt(to[i]) * cosineOfTurns(second[i]);
        }
    }

    private static double squaredRadius(double first) {
        return Math.max(0, -2 * logarithm(1 - first));
    }

    /** Of a number in (0, 1], 2e-13 off: by a table, and by four terms of the series of log(1 + r), |r| below 1/256. */
    private static double logarithm(double x) {
        long bits = Double.doubleToRawLongBits(x);
        int part = (int) (bits >>> (MANTISSA_BITS - TABLE_BITS)) & ((1 << TABLE_BITS) - 1);
        double r = Double.longBitsToDouble((bits & MANTISSA_MASK) | ONE) * INVERSES[part] - 1;
        double series = r * (1 - r * (1 / 2.0 - r * (1 / 3.0 - r * (1 / 4.0))));
        return ((bits - ONE) >> MANTISSA_BITS) * LOG_2 + LOGARITHMS[part] + series;
    }

    /** Of turns in [0, 1), 1e-9 off: the sine of what is left to a quarter, by eight terms of its series. */
    private static double cosineOfTurns(double turns) {
        double y = 2 * Math.PI * (Math.abs(turns - 0.5) - 0.25);
        double y2 = y * y;
        return y
                * (1
                        - y2
                                * (1 / 6.0
                                        - y2
                                                * (1 / 120.0
                                                        - y2
                                                                * (1 / 5040.0
                                                                        - y2
                                                                                * (1 / 362880.0
                                                                                        - y2
                                                                                                * (1 / 39916800.0
                                                                                                        - y2
                                                                                                                * (1
                                                                                                                                / 6227020800.0
                                                                                                                        - y2
                                                                                                                                * (1
                                                                                                                                        / 1307674368000.0))))))));
    }
}

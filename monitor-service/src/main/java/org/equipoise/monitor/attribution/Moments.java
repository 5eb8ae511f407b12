package org.equipoise.monitor.attribution;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Count, mean and variance of a stream of numbers (Welford's recursion).
 *
 * @see <a href="https://doi.org/10.1080/00401706.1962.10490022">Welford, Technometrics 1962</a>
 */
final class Moments {

    private long count;
    private double mean;
    private double squares;

    void add(double x) {
        count++;
        double before = x - mean;
        mean += before / count;
        squares += before * (x - mean);
    }

    long count() {
        return count;
    }

    double mean() {
        return mean;
    }

    /** Sample standard deviation; 0 before the second number. */
    double deviation() {
        return count < 2 ? 0 : Math.sqrt(squares / (count - 1));
    }

    void writeTo(DataOutput out) throws IOException {
        out.writeLong(count);
        out.writeDouble(mean);
        out.writeDouble(squares);
    }

    void readFrom(DataInput in) throws IOException {
        count = in.readLong();
        mean = in.readDouble();
        squares = in.readDouble();
    }
}

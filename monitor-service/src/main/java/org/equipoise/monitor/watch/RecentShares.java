package org.equipoise.monitor.watch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

import org.equipoise.monitor.collapse.StudyAnswers;

/**
 * Shares of the answers, averaged over studies with weights that fall off exponentially: {@code s <- s + (x - s) / m}
 * with {@code m} the number of studies so far, at most {@code horizon}. A plain mean at first, then a mean whose
 * weights are {@code horizon} studies old on average. For people and dashboards; the tests do not use it.
 */
final class RecentShares {

    private final double[] shares;
    private long studies;

    RecentShares(int classes) {
        shares = new double[classes];
    }

    void add(StudyAnswers study, int horizon) {
        studies++;
        double step = 1.0 / Math.min(studies, horizon);
        for (int k = 0; k < shares.length; k++) {
            shares[k] += (study.share(k) - shares[k]) * step;
        }
    }

    /** Recent share of class {@code k}, in [0, 1]; 0 before the first study. */
    double share(int k) {
        return shares[k];
    }

    /** The class with the largest recent share; the lowest index wins a tie. */
    int largest() {
        int largest = 0;
        for (int k = 1; k < shares.length; k++) {
            if (shares[k] > shares[largest]) {
                largest = k;
            }
        }
        return largest;
    }

    void writeTo(DataOutput out) throws IOException {
        out.writeLong(studies);
        for (double share : shares) {
            out.writeDouble(share);
        }
    }

    void readFrom(DataInput in) throws IOException {
        studies = in.readLong();
        for (int k = 0; k < shares.length; k++) {
            shares[k] = in.readDouble();
        }
    }
}

package org.equipoise.monitor.watch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.equipoise.common.events.ModelDecided.HealthyReference;
import org.equipoise.monitor.collapse.RateBounds;
import org.equipoise.monitor.collapse.StudyAnswers;

/**
 * Healthy shares of a version of which nobody stated any: the mean shares of its first studies, with confidence bounds
 * that each miss the true mean with probability {@value #ALPHA} divided by the number of classes. What was sick from
 * its first answer on is learned as healthy.
 */
final class ReferenceLearner {

    static final double ALPHA = 1e-3;

    private final double[] shares;
    private int studies;
    private long images;

    ReferenceLearner(int classes) {
        shares = new double[classes];
    }

    void add(StudyAnswers study) {
        studies++;
        images += study.images();
        for (int k = 0; k < shares.length; k++) {
            shares[k] += study.share(k);
        }
    }

    /** Studies learned from so far. */
    int studies() {
        return studies;
    }

    /** What they say; at least one study. */
    HealthyReference reference() {
        double alpha = ALPHA / shares.length;
        double sum = Arrays.stream(shares).sum();
        List<Double> means = new ArrayList<>();
        List<Double> lower = new ArrayList<>();
        List<Double> upper = new ArrayList<>();
        for (double share : shares) {
            double mean = Math.min(1, share / sum);
            means.add(mean);
            lower.add(Math.min(mean, RateBounds.lower(mean, studies, alpha)));
            upper.add(Math.max(mean, RateBounds.upper(mean, studies, alpha)));
        }
        return new HealthyReference(means, lower, upper, images);
    }

    void writeTo(DataOutput out) throws IOException {
        out.writeInt(studies);
        out.writeLong(images);
        for (double share : shares) {
            out.writeDouble(share);
        }
    }

    static ReferenceLearner readFrom(DataInput in, int classes) throws IOException {
        var learner = new ReferenceLearner(classes);
        learner.studies = in.readInt();
        learner.images = in.readLong();
        for (int k = 0; k < classes; k++) {
            learner.shares[k] = in.readDouble();
        }
        return learner;
    }
}

package org.equipoise.monitor.collapse;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * Mixture e-SR detector of single-class collapse: does one class take more of the answers than it may while the model
 * is healthy?
 *
 * <p>For each class {@code k} with {@code u} the upper confidence bound of its healthy share, and for each fraction
 * {@code g} of {@link #fractions()}, a component bets that the share has risen to {@code q = u + (1 - u) g}. An image
 * answered {@code k} multiplies its evidence by {@code q / u}, any other answer by {@code (1 - q) / (1 - u) = 1 - g}. A
 * study's e-value {@code e} is the mean over its images, and then
 *
 * <pre>M &lt;- e (M + 1 / (8 K))</pre>
 *
 * <p>While every healthy share stays at or below its bound, {@code E[e] <= 1}, so the sum of all M less the number of
 * studies is a supermartingale that starts at 0. By optional stopping the mean number of studies until the sum reaches
 * {@code gamma} is at least {@code gamma}, whatever the dependence between images of one study. The share is that of
 * the mean study: where study sizes go with the answers, the reference must weigh studies alike.
 *
 * <p>When the trouble began is told by Page's CUSUM of the strongest component, {@code C <- e max(1, C)}: after the
 * last study that left C at 1 or less. That is the maximum-likelihood estimate of the change; it plays no part in the
 * alarm.
 *
 * <p>Edges: a bound of 1 leaves nothing to test, and its components stay at 0; a bound under
 * {@value #LEAST_UPPER_BOUND} is raised to it, which only makes the test more cautious. Each M is held at
 * {@value #CEILING} and never falls under {@code (1 - g) / (8 K)}, so no update can overflow, underflow or make a NaN.
 * Cost O(8 K) per study. Not thread-safe.
 *
 * @see <a href="https://doi.org/10.1093/biomet/41.1-2.100">Page: Continuous inspection schemes, Biometrika 1954</a>
 * @see <a href="https://arxiv.org/abs/2203.03532">Shin, Ramdas, Rinaldo: E-detectors, 2022</a>
 */
public final class CollapseDetector {

    /** Most evidence one component holds. */
    static final double CEILING = 1e100;

    /** No reference is sure that a class is answered less than once in ten thousand images. */
    static final double LEAST_UPPER_BOUND = 1e-4;

    private static final double[] FRACTIONS = {.05, .1, .2, .4, .6, .8, .92, .98};
    private static final int COMPONENTS = FRACTIONS.length;
    private static final long LONGEST_DELAY = 1_000_000;

    private final double[] upperBounds;
    private final double[] gains;
    private final double weight;

    private final double[] evidence;
    private final double[] rise;
    private final long[] startPredictions;
    private final long[] startAnswers;
    private final long[] startMillis;
    private final long[] answers;
    private long studies;
    private long predictions;
    private double sum;

    /**
     * A detector without evidence.
     *
     * @param upperBounds upper confidence bounds of the healthy shares, one per class, in [0, 1]
     */
    public CollapseDetector(List<Double> upperBounds) {
        int classes = upperBounds.size();
        if (classes < 2) {
            throw new IllegalArgumentException("need at least two classes, got " + classes);
        }
        this.upperBounds = new double[classes];
        gains = new double[classes * COMPONENTS];
        for (int k = 0; k < classes; k++) {
            double given = upperBounds.get(k);
            if (!(given >= 0 && given <= 1)) {
                throw new IllegalArgumentException("upper bound of class " + k + " must be in [0, 1], got " + given);
            }
            double u = Math.max(given, LEAST_UPPER_BOUND);
            this.upperBounds[k] = u;
            for (int j = 0; j < COMPONENTS; j++) {
                gains[k * COMPONENTS + j] = (u + (1 - u) * FRACTIONS[j]) / u;
            }
        }
        weight = 1.0 / (classes * COMPONENTS);
        evidence = new double[classes * COMPONENTS];
        rise = new double[classes * COMPONENTS];
        startPredictions = new long[classes * COMPONENTS];
        startAnswers = new long[classes * COMPONENTS];
        startMillis = new long[classes * COMPONENTS];
        answers = new long[classes];
    }

    /** How far towards 1 each component expects a share to rise: {@code q = u + (1 - u) g}. */
    public static List<Double> fractions() {
        return Arrays.stream(FRACTIONS).boxed().toList();
    }

    /** Takes in one study; {@code atMillis} is when it was predicted, epoch milliseconds. */
    public void add(StudyAnswers study, long atMillis) {
        if (study.classes() != upperBounds.length) {
            throw new IllegalArgumentException("a study of " + study.classes() + " classes, expected " + classes());
        }
        if (studies == 0) {
            Arrays.fill(startMillis, atMillis);
        }
        studies++;
        predictions += study.images();
        double total = 0;
        for (int k = 0; k < upperBounds.length; k++) {
            answers[k] += study.count(k);
            if (testable(k)) {
                total += add(k, study.share(k), atMillis);
            }
        }
        sum = total;
    }

    private double add(int k, double share, long atMillis) {
        double total = 0;
        for (int j = 0; j < COMPONENTS; j++) {
            int i = k * COMPONENTS + j;
            double e = share * gains[i] + (1 - share) * (1 - FRACTIONS[j]);
            double value = e * (evidence[i] + weight);
            if (value > CEILING) {
                value = CEILING;
            }
            evidence[i] = value;
            total += value;
            double risen = rise[i] > 1 ? e * rise[i] : e;
            rise[i] = risen > CEILING ? CEILING : risen;
            // A sum that is back at its lowest: if there is trouble, it begins after this study.
            if (risen <= 1) {
                startPredictions[i] = predictions;
                startAnswers[i] = answers[k];
                startMillis[i] = atMillis;
            }
        }
        return total;
    }

    /** Number of classes, K. */
    public int classes() {
        return upperBounds.length;
    }

    /** Whether class {@code k} can be tested at all: its upper bound is under 1. */
    public boolean testable(int k) {
        return upperBounds[k] < 1;
    }

    /** Sum over all components, at least 0: the odds against a healthy model. */
    public double evidence() {
        return sum;
    }

    /** Sum over the components of class {@code k}. */
    public double evidence(int k) {
        double total = 0;
        for (int i = k * COMPONENTS; i < (k + 1) * COMPONENTS; i++) {
            total += evidence[i];
        }
        return total;
    }

    /** The class with the most evidence against it, with what happened since its strongest component began. */
    public Suspicion strongest() {
        int strongest = 0;
        for (int k = 1; k < upperBounds.length; k++) {
            if (evidence(k) > evidence(strongest)) {
                strongest = k;
            }
        }
        return suspicion(strongest);
    }

    /** The same of class {@code k}; its odds are those of all components together. */
    public Suspicion suspicion(int k) {
        int i = component(k);
        long since = predictions - startPredictions[i];
        double share = since == 0 ? 0 : (answers[k] - startAnswers[i]) / (double) since;
        return new Suspicion(k, sum, share, since, startMillis[i]);
    }

    /** A test of whether class {@code k} is back, against the share that its strongest component bets on. */
    public RecoveryTest recoveryTest(int k) {
        return new RecoveryTest(upperBounds[k], FRACTIONS[component(k) - k * COMPONENTS]);
    }

    private int component(int k) {
        int strongest = k * COMPONENTS;
        for (int i = strongest + 1; i < (k + 1) * COMPONENTS; i++) {
            if (evidence[i] > evidence[strongest]) {
                strongest = i;
            }
        }
        return strongest;
    }

    /** Forgets the evidence about class {@code k}, for instance because its trouble is over. */
    public void restart(int k, long atMillis) {
        for (int i = k * COMPONENTS; i < (k + 1) * COMPONENTS; i++) {
            evidence[i] = 0;
            rise[i] = 0;
            startPredictions[i] = predictions;
            startAnswers[i] = answers[k];
            startMillis[i] = atMillis;
        }
        sum = 0;
        for (double value : evidence) {
            sum += value;
        }
    }

    /**
     * Studies of one image, all answered {@code k}, until a detector without evidence reaches {@code gamma}. Empty when
     * the class cannot be tested or it takes more than a million.
     */
    public OptionalLong delayOfTotalCollapse(int k, double gamma) {
        if (!testable(k)) {
            return OptionalLong.empty();
        }
        var fresh = new CollapseDetector(Arrays.stream(upperBounds).boxed().toList());
        var answer = StudyAnswers.single(classes(), k);
        for (long n = 1; n <= LONGEST_DELAY; n++) {
            fresh.add(answer, 0);
            if (fresh.evidence() >= gamma) {
                return OptionalLong.of(n);
            }
        }
        return OptionalLong.empty();
    }

    /** Writes the state, not the bounds: every bit comes back through {@link #readFrom}. */
    public void writeTo(DataOutput out) throws IOException {
        out.writeLong(studies);
        out.writeLong(predictions);
        out.writeDouble(sum);
        for (long count : answers) {
            out.writeLong(count);
        }
        for (int i = 0; i < evidence.length; i++) {
            out.writeDouble(evidence[i]);
            out.writeDouble(rise[i]);
            out.writeLong(startPredictions[i]);
            out.writeLong(startAnswers[i]);
            out.writeLong(startMillis[i]);
        }
    }

    /** Takes over a state that {@link #writeTo} wrote for the same number of classes. */
    public void readFrom(DataInput in) throws IOException {
        studies = in.readLong();
        predictions = in.readLong();
        sum = in.readDouble();
        for (int k = 0; k < answers.length; k++) {
            answers[k] = in.readLong();
        }
        for (int i = 0; i < evidence.length; i++) {
            evidence[i] = in.readDouble();
            rise[i] = in.readDouble();
            startPredictions[i] = in.readLong();
            startAnswers[i] = in.readLong();
            startMillis[i] = in.readLong();
        }
    }
}

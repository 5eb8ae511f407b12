package org.equipoise.trainer.labels;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.trainer.features.FeatureTable;
import org.equipoise.trainer.features.PatchDictionary;
import org.equipoise.trainer.features.RidgeScores;

/**
 * Finds suspicious labels in a set of images with a cheap model, in minutes on a processor: k-means features, least
 * squares cross-fitted by patient, calibration, {@link NoiseChannel}. The same images, effort and seed give the same
 * answer; within a time limit the effort depends on the machine, and the findings say which it was.
 */
public final class LabelExamination {

    private static final int CALIBRATION_STEPS = 25;
    private static final int PROBE = 24;

    /** One for each quadrant of the image. */
    private static final int FEATURES_PER_CENTROID = 4;

    /** Multiplications a second that least squares is expected to make, for the time limit only; low on purpose. */
    private static final double MULTIPLICATIONS_PER_SECOND = 4e8;

    private LabelExamination() {}

    /** The images that are examined. */
    public static final class Images {

        private final InputFormat format;
        private final byte[] pixels;
        private final int[] labels;
        private final int[] patients;
        private final int classes;

        /**
         * Owns its arrays: nobody changes them afterwards.
         *
         * @param pixels {@code [images, height, width, channels]}, as the format says
         * @param labels given class of each image, 0 to classes - 1
         * @param patients a number per image, equal for images of one patient
         */
        public Images(InputFormat format, byte[] pixels, int[] labels, int[] patients, int classes) {
            if (pixels.length != (long) labels.length * format.imageBytes() || patients.length != labels.length) {
                throw new IllegalArgumentException(pixels.length + " bytes and " + patients.length + " patients for "
                        + labels.length + " images of " + format);
            }
            this.format = format;
            this.pixels = pixels;
            this.labels = labels;
            this.patients = patients;
            this.classes = classes;
        }

        /** As given; see the constructor. */
        public InputFormat format() {
            return format;
        }

        /** Not a copy; see the constructor. */
        public byte[] pixels() {
            return pixels;
        }

        /** Not a copy; see the constructor. */
        public int[] labels() {
            return labels;
        }

        /** Not a copy; see the constructor. */
        public int[] patients() {
            return patients;
        }

        /** As given; see the constructor. */
        public int classes() {
            return classes;
        }
    }

    /**
     * Bytes of memory that an examination takes at its peak, estimated: pixels, three feature tables at full effort,
     * and eight numbers a class and about a kilobyte of words for each image.
     */
    public static long bytes(long images, InputFormat format, int classes) {
        long features = (long) FEATURES_PER_CENTROID * Effort.FULL.centroids();
        return images * (format.imageBytes() + 3 * Float.BYTES * features + 8L * Double.BYTES * classes + 1024);
    }

    /** Findings, or why there can be none. */
    public sealed interface Outcome permits Findings, Refused {}

    /** Cannot be examined; {@code reason} names the class. */
    public record Refused(String reason) implements Outcome {}

    /**
     * What was found.
     *
     * @param ranked every image, the most suspicious first
     * @param suspects those of them whose labels are probably wrong, see {@link SuspectRanking#suspects}
     * @param noise as the {@link NoiseChannel} estimates it
     * @param confident joint by confident learning, a second opinion on the same predictions
     * @param separation whether the classes can be told apart; where none can, all the rest means nothing
     * @param effort that was made
     */
    public record Findings(
            List<LabelSuspicion> ranked,
            List<LabelSuspicion> suspects,
            OutOfFold predictions,
            NoiseEstimate noise,
            ConfidentJoint confident,
            ClassSeparation separation,
            Effort effort)
            implements Outcome {}

    /** Examines within a time limit: with less time, fewer features and folds. */
    public static Outcome within(Duration limit, InstantSource clock, Images images, long seed) {
        if (images.labels().length == 0) {
            return new Refused("there is no image");
        }
        Instant begin = clock.instant();
        int probe = Math.min(PROBE, images.labels().length);
        var dictionary = PatchDictionary.learn(images.format(), images.pixels(), Effort.FULL.centroids(), seed);
        Instant learned = clock.instant();
        dictionary.features(probe);
        Duration perCentroid = Duration.between(learned, clock.instant())
                .multipliedBy(images.labels().length)
                .dividedBy((long) probe * Effort.FULL.centroids());
        double width = dictionary.width();
        double multiplications = width * width * (images.labels().length * 2.0 + 25 * width / 6);
        Duration solving = Duration.ofMillis(Math.round(1000 * multiplications / MULTIPLICATIONS_PER_SECOND));
        Duration left = limit.minus(Duration.between(begin, clock.instant()));
        return with(Effort.within(left, perCentroid, solving), images, seed);
    }

    /** Examines with a given effort. */
    public static Outcome with(Effort effort, Images images, long seed) {
        int[] labels = images.labels();
        int classes = images.classes();
        double[][] scores = new double[labels.length][classes];
        List<FeatureTable> first = new ArrayList<>();
        for (int repeat = 0; repeat < effort.repeats(); repeat++) {
            FoldPlan.Planning planning = FoldPlan.of(labels, images.patients(), classes, effort.folds(), seed + repeat);
            if (planning instanceof FoldPlan.Refused refused) {
                return new Refused(refused.reason());
            }
            FeatureTable features = features(images, effort.centroids(), seed + repeat);
            if (first.isEmpty()) {
                first.add(features);
            }
            FoldPlan plan = ((FoldPlan.Planned) planning).plan();
            add(RidgeScores.crossFit(features, labels, classes, plan.toArray()).scores(), scores, effort.repeats());
        }
        FoldPlan.Planning halving = FoldPlan.of(labels, images.patients(), classes, ClassSeparation.HALVES, seed);
        if (halving instanceof FoldPlan.Refused refused) {
            return new Refused(refused.reason());
        }
        int[] halfOf = ((FoldPlan.Planned) halving).plan().toArray();
        double[][] ofOtherHalf =
                RidgeScores.crossFit(first.get(0), labels, classes, halfOf).scores();
        return judge(
                scores,
                first.get(0),
                ClassSeparation.of(ofOtherHalf, labels, images.patients(), halfOf, classes),
                effort,
                images);
    }

    private static FeatureTable features(Images images, int centroids, long seed) {
        return PatchDictionary.learn(images.format(), images.pixels(), centroids, seed)
                .features(images.labels().length)
                .standardised();
    }

    private static void add(double[][] scores, double[][] to, int repeats) {
        for (int i = 0; i < to.length; i++) {
            for (int k = 0; k < to[i].length; k++) {
                to[i][k] += scores[i][k] / repeats;
            }
        }
    }

    private static Findings judge(
            double[][] scores, FeatureTable features, ClassSeparation separation, Effort effort, Images images) {
        int[] labels = images.labels();
        var predictions = new OutOfFold(calibrated(scores, labels, images.classes()), labels);
        NoiseChannel channel = NoiseChannel.fit(predictions);
        var rare = new RareClassRule(features, labels, images.patients(), images.classes());
        var ranking = new SuspectRanking(predictions, channel, rare);
        List<LabelSuspicion> ranked = ranking.all();
        return new Findings(
                ranked,
                ranking.suspects(ranked),
                predictions,
                channel.noise(),
                ConfidentJoint.of(predictions),
                separation,
                effort);
    }

    /** Two to K + 1 parameters fitted to held-out scores of all folds: too few to remember an image. */
    private static double[][] calibrated(double[][] scores, int[] labels, int classes) {
        double[][] targets = new double[labels.length][classes];
        for (int i = 0; i < labels.length; i++) {
            targets[i][labels[i]] = 1;
        }
        Calibration calibration = Calibration.start(classes, 1);
        for (int step = 0; step < CALIBRATION_STEPS; step++) {
            calibration = calibration.step(scores, targets);
        }
        double[][] probabilities = new double[labels.length][];
        for (int i = 0; i < labels.length; i++) {
            probabilities[i] = calibration.probabilities(scores[i]);
        }
        return probabilities;
    }
}

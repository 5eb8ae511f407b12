package org.equipoise.trainer.labels;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.trainer.evaluation.FoldPlan;
import org.equipoise.trainer.features.FeatureTable;
import org.equipoise.trainer.features.PatchDictionary;
import org.equipoise.trainer.features.RidgeScores;
import org.jspecify.annotations.Nullable;

/**
 * Finds suspicious labels in a set of images with a cheap model, in minutes on a processor: k-means features, least
 * squares cross-fitted by patient, calibration, {@link NoiseChannel}. The same images, effort and seed give the same
 * answer; within a time limit the effort depends on the machine, and the findings say which it was.
 */
public final class LabelExamination {

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
     * @param learners that were compared on the same folds, the one whose predictions these are first; the pretrained
     *     network's is not among them where it did not end in time
     */
    public record Findings(
            List<LabelSuspicion> ranked,
            List<LabelSuspicion> suspects,
            OutOfFold predictions,
            NoiseEstimate noise,
            ConfidentJoint confident,
            ClassSeparation separation,
            Effort effort,
            List<AuditLearner.Score> learners)
            implements Outcome {

        public Findings {
            ranked = List.copyOf(ranked);
            suspects = List.copyOf(suspects);
            learners = List.copyOf(learners);
        }
    }

    /** Examines within a time limit: with less time, fewer features and folds. */
    public static Outcome within(Duration limit, InstantSource clock, Images images, long seed) {
        return within(limit, clock, images, null, seed);
    }

    /** The same with what a pretrained network saw. */
    static Outcome within(
            Duration limit, InstantSource clock, Images images, @Nullable PretrainedFeatures seen, long seed) {
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
        Duration left = limit.minus(Duration.between(begin, clock.instant()));
        var effort = Effort.within(
                left,
                perCentroid,
                solving(dictionary.width(), images),
                seen == null ? Duration.ZERO : solving(seen.features().width(), images));
        Instant end = begin.plus(limit);
        return with(effort, images, seen, () -> clock.instant().isAfter(end), seed);
    }

    private static Duration solving(double width, Images images) {
        double multiplications = width * width * (images.labels().length * 2.0 + 25 * width / 6);
        return Duration.ofMillis(Math.round(1000 * multiplications / MULTIPLICATIONS_PER_SECOND));
    }

    /** Examines with a given effort. */
    public static Outcome with(Effort effort, Images images, long seed) {
        return with(effort, images, null, () -> false, seed);
    }

    /**
     * The same with what a pretrained network saw: it is used where models that did not see an image answer it better
     * by it than by the patches, on the same folds. It comes second, and is left where the time is over first.
     *
     * @param over whether it is
     */
    static Outcome with(
            Effort effort, Images images, @Nullable PretrainedFeatures seen, BooleanSupplier over, long seed) {
        List<int[]> folds = new ArrayList<>();
        for (int repeat = 0; repeat <= effort.repeats(); repeat++) {
            boolean halves = repeat == effort.repeats();
            FoldPlan.Planning planning = FoldPlan.of(
                    images.labels(),
                    images.patients(),
                    images.classes(),
                    halves ? ClassSeparation.HALVES : effort.folds(),
                    halves ? seed : seed + repeat);
            if (planning instanceof FoldPlan.Refused refused) {
                return new Refused(refused.reason());
            }
            folds.add(((FoldPlan.Planned) planning).plan().toArray());
        }
        int[] halfOf = folds.remove(effort.repeats());
        var comparison = new AuditCandidate.Folds(folds, halfOf);
        AuditCandidate best = AuditCandidate.of(
                AuditLearner.PATCHES,
                comparison,
                images,
                repeat -> features(images, effort.centroids(), seed + repeat),
                () -> {});
        List<AuditLearner.Score> compared = new ArrayList<>(List.of(best.score()));
        AuditCandidate other = seen == null
                ? null
                : AuditCandidate.inTime(seen, comparison, images, over).orElse(null);
        if (other != null) {
            boolean better = other.score().logLoss() < best.score().logLoss();
            compared.add(better ? 0 : 1, other.score());
            best = better ? other : best;
        }
        ClassSeparation separation = ClassSeparation.of(
                best.ofOtherHalf().scores(),
                images.labels(),
                images.patients(),
                halfOf,
                images.classes(),
                compared.size());
        return judge(best.learner(), separation, effort, images, compared);
    }

    /**
     * Whether the classes can be told apart by some features, every image a patient of its own; empty where a class has
     * too few images to be cut into halves.
     *
     * @param features standardised
     */
    public static Optional<ClassSeparation> separation(FeatureTable features, int[] labels, int classes, long seed) {
        int[] patients = IntStream.range(0, labels.length).toArray();
        FoldPlan.Planning planning = FoldPlan.of(labels, patients, classes, ClassSeparation.HALVES, seed);
        if (planning instanceof FoldPlan.Refused) {
            return Optional.empty();
        }
        int[] halfOf = ((FoldPlan.Planned) planning).plan().toArray();
        double[][] scores =
                RidgeScores.crossFit(features, labels, classes, halfOf).scores();
        return Optional.of(ClassSeparation.of(scores, labels, patients, halfOf, classes));
    }

    private static FeatureTable features(Images images, int centroids, long seed) {
        return PatchDictionary.learn(images.format(), images.pixels(), centroids, seed)
                .features(images.labels().length)
                .standardised();
    }

    private static Findings judge(
            AuditLearner learner,
            ClassSeparation separation,
            Effort effort,
            Images images,
            List<AuditLearner.Score> compared) {
        OutOfFold predictions = learner.predictions();
        NoiseChannel channel = NoiseChannel.fit(predictions);
        var rare = new RareClassRule(learner.features(), images.labels(), images.patients(), images.classes());
        var ranking = new SuspectRanking(predictions, channel, rare);
        List<LabelSuspicion> ranked = ranking.all();
        return new Findings(
                ranked,
                ranking.suspects(ranked),
                predictions,
                channel.noise(),
                ConfidentJoint.of(predictions),
                separation,
                effort,
                compared);
    }
}

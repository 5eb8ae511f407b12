package org.equipoise.bench.collapse;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.equipoise.diagnosis.cause.Cause;

import static org.equipoise.bench.collapse.Change.answered;
import static org.equipoise.bench.collapse.Change.design;
import static org.equipoise.bench.collapse.Change.either;
import static org.equipoise.bench.collapse.Change.everywhere;
import static org.equipoise.bench.collapse.Change.few;
import static org.equipoise.bench.collapse.Change.imbalance;
import static org.equipoise.bench.collapse.Change.set;
import static org.equipoise.bench.collapse.Change.spoilt;
import static org.equipoise.bench.collapse.Change.training;

/**
 * The causes that are injected, each mild, medium and severe, with all their numbers. Left out, because training cannot
 * have it: {@link Cause#PREVALENCE_CHANGED}. The three of {@link #HEALTHY} are recipes that work.
 */
public enum Injection {
    HEALTHY(
            Cause.HEALTHY,
            set(),
            set(
                    "rotationDegrees",
                    "8",
                    "translationFraction",
                    "0.05",
                    "dropout",
                    "0.3",
                    "optimiser",
                    "adamw",
                    "weightDecay",
                    "0.01",
                    "schedule",
                    "one-cycle",
                    "learningRate",
                    "0.003"),
            set("optimiser", "sgd", "momentum", "0.9", "learningRate", "0.03", "classWeights", "balanced")),
    CLASS_IMBALANCE(Cause.CLASS_IMBALANCE, imbalance(20), imbalance(50), imbalance(100)),
    TOO_LITTLE_AUGMENTATION(Cause.TOO_LITTLE_AUGMENTATION, few(48, set()), few(24, set()), few(12, set())),
    HARMFUL_AUGMENTATION(
            Cause.HARMFUL_AUGMENTATION,
            set("rotationDegrees", "90", "zoomFraction", "0.3", "translationFraction", "0.3", "biasFraction", "0.3"),
            set(
                    "rotationDegrees",
                    "180",
                    "zoomFraction",
                    "0.4",
                    "translationFraction",
                    "0.4",
                    "gainFraction",
                    "0.4",
                    "biasFraction",
                    "0.4"),
            set(
                    "rotationDegrees",
                    "180",
                    "zoomFraction",
                    "0.5",
                    "translationFraction",
                    "0.5",
                    "gainFraction",
                    "0.5",
                    "biasFraction",
                    "0.5",
                    "horizontalFlip",
                    "true",
                    "verticalFlip",
                    "true")),
    CAPACITY_TOO_SMALL(Cause.CAPACITY_TOO_SMALL, channels(3), channels(2), channels(1)),
    /** With mild augmentation, so that it is not that which is missing. */
    CAPACITY_TOO_LARGE(
            Cause.CAPACITY_TOO_LARGE,
            few(48, set("rotationDegrees", "5", "translationFraction", "0.03")),
            few(24, set("rotationDegrees", "5", "translationFraction", "0.03")),
            few(12, set("rotationDegrees", "5", "translationFraction", "0.03"))),
    LEARNING_RATE_TOO_HIGH(
            Cause.LEARNING_RATE_TOO_HIGH,
            set("learningRate", "0.03"),
            set("learningRate", "0.3"),
            set("learningRate", "1")),
    LEARNING_RATE_TOO_LOW(
            Cause.LEARNING_RATE_TOO_LOW,
            set("learningRate", "0.000005"),
            set("learningRate", "0.000002"),
            set("learningRate", "0.000001")),
    UNSUITABLE_OPTIMISER(
            Cause.UNSUITABLE_OPTIMISER,
            set("optimiser", "sgd", "momentum", "0", "learningRate", "0.001"),
            set("optimiser", "sgd", "momentum", "0.9", "learningRate", "0.03", "weightDecay", "0.5"),
            set("optimiser", "sgd", "momentum", "0.99", "learningRate", "0.1", "weightDecay", "0.1")),
    SYMMETRIC_LABEL_NOISE(Cause.SYMMETRIC_LABEL_NOISE, noise(0.25), noise(0.35), noise(0.45)),
    MINORITY_RELABELLED(Cause.MINORITY_RELABELLED, relabelled(0.5), relabelled(0.75), relabelled(0.9)),
    LABELS_SHUFFLED(
            Cause.LABELS_SHUFFLED,
            training((images, dice) -> LabelChange.shuffled(images, 0.9, dice)),
            training((images, dice) -> LabelChange.shifted(images)),
            everywhere((images, dice) -> LabelChange.shuffled(images, 1, dice))),
    UNSHUFFLED_BATCHES(
            Cause.UNSHUFFLED_BATCHES,
            design(run -> run.in(BatchOrder.HALF_SORTED)),
            design(run -> run.in(BatchOrder.BATCHES_OF_ONE_CLASS)),
            design(run -> run.in(BatchOrder.SORTED))),
    PREPROCESSING_DIFFERS(
            Cause.PREPROCESSING_DIFFERS,
            either(
                    answered(images -> images.mapped(v -> v / 2)),
                    answered(images -> PixelChange.cropped(PixelChange.swappedChannels(images)))),
            either(answered(images -> images.mapped(v -> v + 100)), answered(images -> images.mapped(v -> 255 - v))),
            either(answered(images -> images.mapped(v -> v / 255)), answered(images -> images.mapped(v -> v * 4)))),
    DEAD_UNITS(Cause.DEAD_UNITS, dead(0.97), dead(0.99), dead(1)),
    FROZEN_WEIGHTS(
            Cause.FROZEN_WEIGHTS,
            frozen(Freezing.FEATURES),
            frozen(Freezing.EVERYTHING),
            frozen(Freezing.NOT_RESTORED)),
    OUTPUT_READ_WRONGLY(
            Cause.OUTPUT_READ_WRONGLY,
            design(run -> run.read(Reading.SOFTMAX_OVER_IMAGES)),
            design(run -> run.read(Reading.SOFTMAX_OVER_ONE)),
            design(run -> run.read(Reading.ARGMAX_OF_ONE_UNIT))),
    /** Mild: one class, in training alone; medium: nine images in ten; severe: all. */
    CONSTANT_INPUT(
            Cause.CONSTANT_INPUT,
            training((images, dice) -> {
                int rarest = images.rarest();
                return PixelChange.blank(images, i -> images.labels()[i] == rarest, 0);
            }),
            everywhere((images, dice) -> PixelChange.blank(images, i -> dice.nextInt(10) > 0, 128)),
            everywhere((images, dice) -> PixelChange.blank(images, i -> true, 0))),
    BATCH_NORM_STATISTICS(Cause.BATCH_NORM_STATISTICS, statisticsHeld(0.1), statisticsHeld(0.3), statisticsHeld(1)),
    LATE_UNLEARNING(Cause.LATE_UNLEARNING, late(100), late(500), late(3000)),
    CLASSES_INSEPARABLE(Cause.CLASSES_INSEPARABLE, drowned(0.1), drowned(0.05), drowned(0));

    /** Two causes at once, pair by pair. */
    static final List<List<Injection>> PAIRS = List.of(
            List.of(CLASS_IMBALANCE, SYMMETRIC_LABEL_NOISE),
            List.of(CLASS_IMBALANCE, LEARNING_RATE_TOO_LOW),
            List.of(CLASS_IMBALANCE, PREPROCESSING_DIFFERS),
            List.of(CLASS_IMBALANCE, HARMFUL_AUGMENTATION),
            List.of(TOO_LITTLE_AUGMENTATION, SYMMETRIC_LABEL_NOISE),
            List.of(LEARNING_RATE_TOO_HIGH, UNSHUFFLED_BATCHES),
            List.of(CAPACITY_TOO_SMALL, CLASS_IMBALANCE),
            List.of(SYMMETRIC_LABEL_NOISE, PREPROCESSING_DIFFERS),
            List.of(LEARNING_RATE_TOO_LOW, MINORITY_RELABELLED));

    private final Cause cause;
    private final List<Change> changes;

    Injection(Cause cause, Change mild, Change medium, Change severe) {
        this.cause = cause;
        changes = List.of(mild, medium, severe);
    }

    private static Change channels(int kept) {
        return spoilt(spoiling -> spoiling.narrowed(kept));
    }

    private static Change dead(double share) {
        return spoilt(spoiling -> spoiling.dead(share));
    }

    private static Change statisticsHeld(double held) {
        return spoilt(spoiling -> spoiling.held(held));
    }

    private static Change frozen(Freezing what) {
        return spoilt(spoiling -> spoiling.frozen(what));
    }

    private static Change late(double factor) {
        return spoilt(spoiling -> spoiling.late(factor));
    }

    /** @param share of two classes; of more classes as much more as takes away as much */
    private static Change noise(double share) {
        return training((images, dice) ->
                LabelChange.symmetric(images, share * 2 * (images.classes() - 1) / images.classes(), dice));
    }

    private static Change relabelled(double share) {
        return training((images, dice) -> LabelChange.rareToCommon(images, share, dice));
    }

    private static Change drowned(double left) {
        return everywhere((images, dice) -> PixelChange.drowned(images, left, dice));
    }

    /** What a diagnosis should name. */
    public Cause cause() {
        return cause;
    }

    Change change(Severity severity) {
        return changes.get(severity.ordinal());
    }

    /** Whether the network has what is spoilt. */
    boolean appliesTo(Network network) {
        return this != BATCH_NORM_STATISTICS || network.normalised();
    }

    /** The injection of a cause. */
    static Injection of(Cause cause) {
        return Arrays.stream(values())
                .filter(injection -> injection.cause == cause)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no injection of " + cause.wireName()));
    }

    /** A run with some injections, drawn from the images that there are. */
    static Design designed(
            List<Injection> injections, Severity severity, Network network, DataSplits data, Random dice) {
        int[] available = data.train().counts();
        int[] counts = Counts.usual(available, 1 + dice.nextInt(3));
        for (Injection injection : injections) {
            counts = injection.change(severity).counts(available, counts);
        }
        Design design = Design.usual(
                data.train().drawn(counts, dice), data.validation(), data.test(), UsualRecipe.of(network, dice));
        for (Injection injection : injections) {
            design = injection.change(severity).to(design, dice);
        }
        return design;
    }
}

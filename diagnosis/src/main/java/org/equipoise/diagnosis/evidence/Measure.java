package org.equipoise.diagnosis.evidence;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What can be measured about a run, in the order of its cost: exact facts, telemetry that is there already,
 * experiments. Each says its unit and what a healthy run shows. Logarithms are to the base of 10; a ratio of 0 counts
 * as {@code 1e-9}.
 */
public enum Measure {
    // Facts.
    IMBALANCE_RATIO(
            Kind.FACT, "images of the largest class for one of the smallest", "1 to 5", "training images as labelled"),
    SMALLEST_CLASS(Kind.FACT, "images", "200 and more", "training images of the smallest class"),
    SHARES_CORRECTED(
            Kind.FACT,
            "in [0, 1]",
            "1",
            "entropy of the class shares that the loss sees, by that of even classes: 1 where they count alike"),
    BATCH_LABEL_ENTROPY(
            Kind.FACT,
            "in [0, 1]",
            "above 0.8",
            "mean entropy of a batch's labels, by that of all labels drawn: 0 where each batch has one class"),
    LABEL_CONFLICTS(Kind.FACT, "share of the images", "0", "equal images that carry different labels"),
    LEAST_CONTRAST(
            Kind.FACT,
            "grey levels",
            "above 5",
            "median over a class's images of the deviation of their pixels, of the class where it is least"),
    RATE_SET(
            Kind.FACT,
            "logarithm",
            "within 1",
            "learning rate of the recipe, by what is usual for its optimiser: 0.001 of Adam, 0.01 of descent with a"
                    + " momentum of 0.9"),
    ADAPTIVE(Kind.FACT, "0 or 1", "either", "whether the optimiser sets a step's length for each weight"),
    DECAYED(Kind.FACT, "in [0, 1]", "below 0.1", "share of a weight that its decay alone took away over the run"),
    LAYERS_UNMOVED(
            Kind.FACT, "share of the layers", "0", "kernels that are, in every weight, still those of the start"),
    WEIGHTS_MOVED(
            Kind.FACT,
            "logarithm",
            "-1.5 and more",
            "distance of the weights from the start, by their length at the start"),
    SERVED_DIFFERENTLY(
            Kind.FACT,
            "share of the images",
            "0",
            "images that the served model answers otherwise than the trained network"),
    CONSTANT_SHIFT(
            Kind.FACT,
            "standard deviations",
            "within 0.5",
            "mean of the images that are answered, less that of the training images, by the latter's deviation"),
    // Telemetry.
    TRAIN_LOSS(
            Kind.TELEMETRY,
            "times the prior's entropy",
            "below 0.5",
            "training loss of the last epoch, by that of the best constant answer"),
    VALIDATION_LOSS(
            Kind.TELEMETRY,
            "times the prior's entropy",
            "below 0.7",
            "least validation loss, by that of the best constant answer"),
    LOSS_REBOUND(Kind.TELEMETRY, "ratio", "1 to 1.2", "training loss of the last epoch, by the least of all epochs"),
    FIRST_FALL(
            Kind.TELEMETRY,
            "times the prior's entropy",
            "above 0.2",
            "fall of the training loss from the first epoch to the least"),
    LOGIT_VARIANCE(Kind.TELEMETRY, "logarithm", "0 and more", "variance of the logits over validation images"),
    LOWEST_TRAIN_RECALL(
            Kind.TELEMETRY,
            "in [0, 1]",
            "above 0.8",
            "of the classes, on training images while they were learned from"),
    LOWEST_RECALL(Kind.TELEMETRY, "in [0, 1]", "above 0.6", "of the classes, on validation images"),
    BALANCED_ACCURACY(
            Kind.TELEMETRY,
            "above chance, in [0, 1]",
            "above 0.6",
            "mean recall on validation images, 0 at 1/K and 1 at 1"),
    BEST_SHARE(
            Kind.TELEMETRY,
            "times the largest share",
            "below 1.2",
            "share of the answers that the most answered class takes, by its share of the images"),
    RECALL_GAP(Kind.TELEMETRY, "in [-1, 1]", "below 0.15", "mean training recall less mean validation recall"),
    UPDATE_RATIO(
            Kind.TELEMETRY, "logarithm", "-3.5 to -1.5", "how far a step moves a layer, median of the layers' kernels"),
    GRADIENT_PEAK(
            Kind.TELEMETRY,
            "logarithm",
            "below 1",
            "greatest length of a gradient, by the mean length of the first epoch"),
    DEAD_UNITS(Kind.TELEMETRY, "share", "below 0.5", "channels that are zero for every image, of the worst layer"),
    UNLEARNT(Kind.TELEMETRY, "in [0, 1]", "below 0.1", "best balanced accuracy of any epoch less that of the last one"),
    DIVERGED(Kind.TELEMETRY, "0 or 1", "0", "whether a loss was not finite or far above a constant answer's"),
    // Experiments, the cheapest first.
    PRIOR_GAIN(
            Kind.EXPERIMENT,
            "in [-1, 1]",
            "below 0.05",
            "balanced accuracy on validation images after the prior is subtracted, less before"),
    RANKING(
            Kind.EXPERIMENT,
            "area under the ROC curve",
            "above 0.85",
            "mean over the classes, on validation images: 0.5 where the answers rank nothing"),
    OTHER_LEARNER(
            Kind.EXPERIMENT,
            "area under the ROC curve",
            "above 0.85",
            "of ridge regression on k-means features, on training images that it did not see"),
    OTHER_LEARNER_VALIDATION(
            Kind.EXPERIMENT,
            "area under the ROC curve",
            "above 0.8",
            "of the same, learnt from training images, on validation images"),
    NOISE_RATE(Kind.EXPERIMENT, "share", "below 0.05", "wrong labels, as that learner's noise channel estimates them"),
    NOISE_ASYMMETRY(
            Kind.EXPERIMENT,
            "in [-1, 1]",
            "within 0.1",
            "share of the rarest class's images labelled as the commonest, less the reverse"),
    AUGMENTED_OTHER_LEARNER(
            Kind.EXPERIMENT,
            "in [-1, 1]",
            "below 0.1",
            "area under the ROC curve that the other learner loses on images as they were augmented"),
    OVERFIT(
            Kind.EXPERIMENT,
            "in [0, 1]",
            "1",
            "accuracy on 64 balanced training images after the network learnt them alone, at a usual rate"),
    OVERFIT_AS_SET(
            Kind.EXPERIMENT,
            "in [0, 1]",
            "1",
            "accuracy on the same images, learnt with the run's own rate and optimiser"),
    BEST_RATE(
            Kind.EXPERIMENT,
            "logarithm",
            "within 1",
            "learning rate at which a fresh network's loss falls fastest, by the run's"),
    BATCH_STATISTICS_GAIN(
            Kind.EXPERIMENT,
            "in [-1, 1]",
            "below 0.05",
            "balanced accuracy with statistics renewed on training images, less before"),
    PREPROCESSING_GAIN(
            Kind.EXPERIMENT,
            "in [-1, 1]",
            "below 0.05",
            "balanced accuracy with another preprocessing that was chosen by half of the images, less before, on the other half"),
    BALANCED_GAIN(
            Kind.EXPERIMENT,
            "in [-1, 1]",
            "below 0.1",
            "balanced accuracy of a short run on balanced batches, less that of the run"),
    WITHOUT_AUGMENTATION_GAIN(
            Kind.EXPERIMENT,
            "in [-1, 1]",
            "below 0.1",
            "balanced accuracy of a short run without augmentation, less that of the run"),
    AUGMENTATION_GAIN(
            Kind.EXPERIMENT,
            "in [-1, 1]",
            "below 0.1",
            "balanced accuracy of a short run with mild augmentation, less that of the run"),
    LEARNING_GAIN(
            Kind.EXPERIMENT,
            "in [-1, 1]",
            "below 0.1",
            "balanced accuracy of a short run with Adam at 0.001 in mixed batches, less that of the run"),
    CAPACITY_GAIN(
            Kind.EXPERIMENT,
            "in [-1, 1]",
            "below 0.1",
            "balanced accuracy of a short run of the article's network, less that of the run");

    /** What it costs to know. */
    public enum Kind {
        /** Counted: exact. */
        FACT,
        /** Said by the run itself. */
        TELEMETRY,
        /** Found by computing. */
        EXPERIMENT
    }

    private final Kind kind;
    private final String unit;
    private final String healthy;
    private final String meaning;

    Measure(Kind kind, String unit, String healthy, String meaning) {
        this.kind = kind;
        this.unit = unit;
        this.healthy = healthy;
        this.meaning = meaning;
    }

    /** As files and events name it, e.g. {@code imbalance-ratio}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it costs to know. */
    public Kind kind() {
        return kind;
    }

    /** Unit or range. */
    public String unit() {
        return unit;
    }

    /** What a healthy run shows, in words. */
    public String healthy() {
        return healthy;
    }

    /** What is measured, as the end of a sentence. */
    public String meaning() {
        return meaning;
    }

    /** The measure of a name; empty where none has it. */
    public static Optional<Measure> named(String wireName) {
        return Arrays.stream(values())
                .filter(measure -> measure.wireName().equals(wireName))
                .findFirst();
    }
}

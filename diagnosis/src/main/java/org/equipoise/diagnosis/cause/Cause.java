package org.equipoise.diagnosis.cause;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Why a classifier answers one class, or seems to: the closed list. {@code docs/causes.md} says of each what it is,
 * what it looks like, what tells it from its neighbours and what helps.
 */
public enum Cause {
    HEALTHY("Nothing is wrong: every class is answered.", Remedy.NONE),
    CLASS_IMBALANCE(
            "One class has so many more training images that always answering it costs little.", Remedy.BALANCE),
    TOO_LITTLE_AUGMENTATION(
            "There are few images, and the network learnt them by heart instead of what they have in common.",
            Remedy.AUGMENT),
    HARMFUL_AUGMENTATION(
            "The augmentation changes the images so much that what tells the classes apart is lost.", Remedy.AUGMENT),
    CAPACITY_TOO_SMALL("The network is too small to tell the classes apart.", Remedy.CAPACITY),
    CAPACITY_TOO_LARGE("The network is so large that it learns these few images by heart.", Remedy.CAPACITY),
    LEARNING_RATE_TOO_HIGH("The learning rate is too high: the weights are thrown about.", Remedy.LEARNING),
    LEARNING_RATE_TOO_LOW("The learning rate is too low: the network has hardly moved.", Remedy.LEARNING),
    UNSUITABLE_OPTIMISER("The optimiser or its decay does not suit: it holds the weights back.", Remedy.LEARNING),
    SYMMETRIC_LABEL_NOISE("Many labels are wrong, in every class alike.", Remedy.RELABEL),
    MINORITY_RELABELLED("Images of the rare class carry the label of the common one.", Remedy.RELABEL),
    LABELS_SHUFFLED("The labels do not belong to the images: they were shifted or shuffled.", Remedy.RELABEL),
    UNSHUFFLED_BATCHES("The batches are not mixed: each holds mostly one class.", Remedy.LEARNING),
    PREPROCESSING_DIFFERS(
            "The images are prepared otherwise where the model answers than where it was trained.",
            Remedy.PREPROCESSING),
    DEAD_UNITS("Most units of a layer answer nothing to any image, and cannot learn any more.", Remedy.LEARNING),
    FROZEN_WEIGHTS("The weights are those of the start: frozen, or not restored.", Remedy.LEARNING),
    OUTPUT_READ_WRONGLY(
            "The answer is read off wrongly: one unit by argmax, or a softmax over the wrong axis.",
            Remedy.PREPROCESSING),
    CONSTANT_INPUT("The images carry nothing: they are constant or broken, all or those of one class.", Remedy.DATA),
    BATCH_NORM_STATISTICS(
            "Batch normalisation answers with other means and deviations than it trained with.", Remedy.LEARNING),
    LATE_UNLEARNING("The network had learnt, and unlearnt late in the training.", Remedy.LEARNING),
    CLASSES_INSEPARABLE("Nothing in these images tells the classes apart.", Remedy.DATA),
    PREVALENCE_CHANGED("The model is well: there are really more cases of that class.", Remedy.NONE);

    /** The steps of the repair, the cheapest first. */
    public enum Remedy {
        /** Nothing is to be repaired. */
        NONE("nothing is to be repaired"),
        /** Prior corrected after the training, then loss, then sampling. */
        BALANCE("correct the prior, or weight the classes, or draw them evenly"),
        /** Augmentation that the images allow. */
        AUGMENT("augment by what leaves the class as it is"),
        /** Labels that are looked at again. */
        RELABEL("look at the suspected labels again"),
        /** Learning rate, optimiser, order of the images. */
        LEARNING("train with another learning rate or optimiser, in mixed batches"),
        /** Another network. */
        CAPACITY("train a network of another size"),
        /** How images and answers are prepared and read. */
        PREPROCESSING("prepare the images, and read the answers, as in the training"),
        /** Other images. */
        DATA("other images are needed");

        private final String words;

        Remedy(String words) {
            this.words = words;
        }

        /** What to do, as the end of a sentence. */
        public String words() {
            return words;
        }
    }

    private final String sentence;
    private final Remedy remedy;

    Cause(String sentence, Remedy remedy) {
        this.sentence = sentence;
        this.remedy = remedy;
    }

    /** As events, files and metrics name it, e.g. {@code class-imbalance}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As a person reads it, e.g. {@code class imbalance}. */
    public String words() {
        return wireName().replace('-', ' ');
    }

    /** One sentence for an operator. */
    public String sentence() {
        return sentence;
    }

    /** What kind of repair helps. */
    public Remedy remedy() {
        return remedy;
    }

    /** The cause of a name; empty where no cause has it. */
    public static Optional<Cause> named(String wireName) {
        return Arrays.stream(values())
                .filter(cause -> cause.wireName().equals(wireName))
                .findFirst();
    }
}

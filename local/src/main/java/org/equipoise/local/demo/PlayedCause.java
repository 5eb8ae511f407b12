package org.equipoise.local.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import org.equipoise.common.labels.Split;
import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.local.options.UsageException;
import org.equipoise.local.phantom.Finding;
import org.equipoise.local.phantom.PhantomSet;
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.SetImage;

/** The article's five causes, each as a training on phantoms that has this fault and no other. */
enum PlayedCause {
    IMBALANCE(
            "The data of the article: twenty images without a finding for one malignant. Nothing balances them.",
            Set.of(Cause.CLASS_IMBALANCE),
            PhantomCounts.ARTICLE,
            Map.of()),
    AUGMENTATION(
            "Even classes, but every training image is turned, shifted, zoomed and brightened beyond recognition.",
            Set.of(Cause.HARMFUL_AUGMENTATION),
            PhantomCounts.EVEN,
            Map.of(
                    "rotationDegrees", "180",
                    "zoomFraction", "0.5",
                    "translationFraction", "0.5",
                    "gainFraction", "0.5",
                    "biasFraction", "0.5",
                    "horizontalFlip", "true",
                    "verticalFlip", "true",
                    "augmentationLimits", "none")),
    CAPACITY(
            "Even classes, but a network of two channels.",
            Set.of(Cause.CAPACITY_TOO_SMALL),
            PhantomCounts.EVEN,
            Map.of("network", "residual", "networkDepth", "8", "networkWidth", "2")),
    LEARNING_RATE(
            "Even classes, but a learning rate that is 30 times too high.",
            Set.of(Cause.LEARNING_RATE_TOO_HIGH),
            PhantomCounts.EVEN,
            Map.of("learningRate", "0.03")),
    LABELS(
            "Even classes, but two in three malignant training images carry the label \"none\".",
            Set.of(Cause.MINORITY_RELABELLED, Cause.SYMMETRIC_LABEL_NOISE),
            PhantomCounts.EVEN,
            // Later the network learns single labels by heart.
            Map.of("epochs", "12", "patience", "12"));

    private static final double RELABELLED = 0.65;

    /** With which even phantoms are learnt, were it not for the fault. */
    private static final Map<String, String> SOUND =
            Map.of("epochs", "15", "patience", "15", "batchSize", "32", "stopOn", "balanced-accuracy");

    private final String words;
    private final Set<Cause> causes;
    private final PhantomCounts counts;
    private final Map<String, String> settings;

    PlayedCause(String words, Set<Cause> causes, PhantomCounts counts, Map<String, String> settings) {
        this.words = words;
        this.causes = causes;
        this.counts = counts;
        this.settings = settings;
    }

    /** Numbers of phantoms. */
    private enum PhantomCounts {
        ARTICLE,
        EVEN;

        private static final int EACH = 200;

        Map<Finding, Integer> counts() {
            if (this == ARTICLE) {
                return PhantomSet.articleCounts();
            }
            Map<Finding, Integer> counts = new EnumMap<>(Finding.class);
            for (Finding finding : Finding.values()) {
                counts.put(finding, EACH);
            }
            return counts;
        }
    }

    /** The cause of an option's value. */
    static PlayedCause named(String name) {
        return Arrays.stream(values())
                .filter(cause -> cause.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("--cause must be "
                        + Arrays.stream(values()).map(PlayedCause::wireName).collect(Collectors.joining(", "))
                        + ", got \"" + name + "\""));
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What is planted, for the audience. */
    String words() {
        return words;
    }

    /** What a diagnosis should name: one of them. */
    Set<Cause> causes() {
        return causes;
    }

    /** Phantoms of each class. */
    Map<Finding, Integer> counts() {
        return counts.counts();
    }

    /** Of the recipe naive: those of the article where its data are played, else sound ones but for the fault. */
    Map<String, String> settings() {
        Map<String, String> all = new LinkedHashMap<>();
        if (this != IMBALANCE) {
            all.putAll(SOUND);
        }
        all.putAll(settings);
        return all;
    }

    /** The set that is published: with wrong labels where these are what is played. */
    ImageSet spoilt(ImageSet set, long seed) {
        if (this != LABELS) {
            return set;
        }
        var dice = new Random(seed);
        List<SetImage> images = new ArrayList<>();
        for (SetImage image : set.images()) {
            boolean wrong = image.split() == Split.TRAIN
                    && Finding.MALIGNANT.label().equals(image.label())
                    && dice.nextDouble() < RELABELLED;
            images.add(
                    wrong
                            ? new SetImage(
                                    image.path(), Finding.NONE.label(), image.split(), image.patient(), image.content())
                            : image);
        }
        return ImageSet.of(set.name(), set.classes(), images);
    }
}

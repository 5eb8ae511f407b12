package org.equipoise.trainer.training;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.labels.Split;
import org.equipoise.common.storage.MissingObjectException;
import org.equipoise.trainer.backbone.Backbone;
import org.equipoise.trainer.backbone.InvalidBackboneException;
import org.equipoise.trainer.features.FeatureRows;
import org.equipoise.trainer.features.Standardisation;
import org.equipoise.trainer.features.StrengthChoice;

/**
 * Pretrained networks, tried on some training images as long as there is time. One that cannot be used, at one side or
 * at all, is left out and says why.
 */
final class CompanionTrial {

    /** Pixels that may be looked at where no time was given, all splits and views: about a minute on two cores. */
    private static final double MOST_PIXELS = 2.5e8;

    /** What looking at them may take, for slower networks and machines. */
    private static final double MOST_LOOKING_SECONDS = 120;

    /** What trying may take where no time was given, before another side is tried. */
    private static final double MOST_TRYING_SECONDS = 60;

    /** Of the time that was given, what looking at every image may take. */
    private static final double LOOKING_SHARE = 0.25;

    /** Of the time that was given, what trying may take, before another side is tried. */
    private static final double TRYING_SHARE = 0.08;

    private final FrozenNetworks networks;
    private final DatasetFrozen dataset;
    private final Clock clock;
    private final LabelledImages sample;
    private final boolean limited;
    private final double mostLooking;
    private final double mostTrying;
    private final double looks;
    private final Instant begin;
    private final List<Tried> tried = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private double secondsPerPixel;

    /**
     * @param minutes that the run has; 0 for any
     * @param views that are looked at of each image
     */
    CompanionTrial(TrainingPorts ports, DatasetFrozen dataset, LabelledImages sample, double minutes, int views) {
        networks = ports.backbones();
        clock = ports.clock();
        this.dataset = dataset;
        this.sample = sample;
        limited = minutes > 0;
        mostLooking = limited ? LOOKING_SHARE * minutes * 60 : MOST_LOOKING_SECONDS;
        mostTrying = limited ? TRYING_SHARE * minutes * 60 : MOST_TRYING_SECONDS;
        looks = views
                * dataset.packs().stream()
                        .mapToDouble(DatasetFrozen.Pack::images)
                        .sum();
        begin = clock.instant();
    }

    /**
     * One candidate.
     *
     * @param loss of the folds, nats
     */
    record Tried(Backbone backbone, int side, double loss) {

        String words() {
            return String.format(Locale.ROOT, "%s at %d pixels %.4f", backbone.name(), side, loss);
        }
    }

    /** Those that can be used. */
    List<Tried> tried() {
        return List.copyOf(tried);
    }

    /** What was left out and why, in words. */
    List<String> leftOut() {
        return List.copyOf(leftOut);
    }

    /**
     * Tries a network.
     *
     * @param sides from small to large
     */
    void attempt(Backbone backbone, List<Integer> sides, DatasetFeatures.Progress progress) {
        Map<String, List<Integer>> problems = new LinkedHashMap<>();
        secondsPerPixel = 0;
        for (int side : sides) {
            try {
                Optional<Tried> one = isTooLong(side) ? Optional.empty() : attempt(backbone, side, progress);
                if (one.isEmpty()) {
                    leftOut.add(tooLong(backbone, side));
                    break;
                }
                tried.add(one.get());
                progress.said("loss of folds of training images: " + one.get().words());
            } catch (InvalidBackboneException | RunFailedException | MissingObjectException e) {
                problems.computeIfAbsent(String.valueOf(e.getMessage()), message -> new ArrayList<>())
                        .add(side);
            }
        }
        problems.forEach((message, at) -> leftOut.add(backbone.name() + " at "
                + at.stream().map(String::valueOf).collect(Collectors.joining(", ")) + " pixels cannot be used: "
                + message));
    }

    private boolean isTooLong(int side) {
        return seconds(begin) > mostTrying || (!limited && pixels(side) > MOST_PIXELS) || isLookingTooLong(side);
    }

    private boolean isLookingTooLong(int side) {
        return pixels(side) * secondsPerPixel > mostLooking;
    }

    private double pixels(int side) {
        return looks * side * side;
    }

    private String tooLong(Backbone backbone, int side) {
        return String.format(
                Locale.ROOT,
                "%s at %d pixels would take too long: %.0f s to look at every image, at most %.0f s%s; trying had taken"
                        + " %.0f s, at most %.0f s",
                backbone.name(),
                side,
                pixels(side) * secondsPerPixel,
                mostLooking,
                limited
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                " and, as no time was given, %.2g pixels of %.2g",
                                MOST_PIXELS,
                                pixels(side)),
                seconds(begin),
                mostTrying);
    }

    /** Empty where looking at every image, or this alone, would take too long. */
    private Optional<Tried> attempt(Backbone backbone, int side, DatasetFeatures.Progress progress) {
        try (FrozenNetwork network = networks.open(backbone, dataset.format(), side)) {
            Instant opened = clock.instant();
            int features = backbone.kind().features();
            float[] values = new float[sample.size() * features];
            for (int from = 0; from < sample.size(); from += network.batch()) {
                int count = Math.min(network.batch(), sample.size() - from);
                float[] seen = network.features(sample, from, count, false);
                FrozenNetwork.checkFinite(seen);
                System.arraycopy(seen, 0, values, from * features, seen.length);
                progress.looked(Split.TRAIN, from + count, sample.size());
                secondsPerPixel = seconds(opened) / ((double) (from + count) * side * side);
                // The first images take longer, so the estimate decides at the end.
                if (seconds(begin) > 2 * mostTrying) {
                    return Optional.empty();
                }
            }
            return isLookingTooLong(side)
                    ? Optional.empty()
                    : Optional.of(new Tried(backbone, side, loss(new FeatureRows(features, values, sample.labels()))));
        }
    }

    private double loss(FeatureRows rows) {
        int classes = dataset.labelSet().size();
        StrengthChoice.Chosen chosen = StrengthChoice.of(
                Standardisation.of(rows).applied(rows),
                1,
                Collections.nCopies(classes, 1.0 / classes),
                Collections.nCopies(classes, 0.0),
                Looking::stopIfInterrupted);
        return Collections.min(chosen.losses());
    }

    private double seconds(Instant from) {
        return Duration.between(from, clock.instant()).toNanos() / 1e9;
    }
}

package org.equipoise.trainer.training;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.labels.Split;
import org.equipoise.trainer.backbone.Backbone;
import org.equipoise.trainer.backbone.InvalidBackboneException;
import org.equipoise.trainer.features.FeatureRows;
import org.equipoise.trainer.features.Standardisation;
import org.equipoise.trainer.features.StrengthChoice;
import org.equipoise.trainer.network.Symmetry;
import org.equipoise.trainer.recipe.ChosenRecipe;
import org.equipoise.trainer.recipe.DatasetFingerprint;
import org.equipoise.trainer.recipe.Recipe;

/**
 * Whether a pretrained network answers together with the one that is trained, which one, and how large it sees the
 * images: each candidate looks at some training images, and the folds' loss of a classifier of what it sees decides.
 * Neither the validation nor the test split is looked at.
 */
final class CompanionChoice {

    /** Training images that the candidates look at, at most. */
    static final int SAMPLE = 1000;

    /** Pixels on a side that a candidate sees an image at. */
    static final List<Integer> SIDES = List.of(64, 112, 160, 224);

    /** Pixels that may be looked at where no time was given, all splits and views: about a minute on two cores. */
    private static final double MOST_PIXELS = 2.5e8;

    /** Of the time that was given, what looking at every image may take. */
    private static final double LOOKING_SHARE = 0.25;

    /** Of the time that was given, what the candidates may take, before another one is tried. */
    private static final double TRYING_SHARE = 0.08;

    private final TrainingPorts ports;
    private final DatasetFrozen dataset;
    private final Clock clock;

    CompanionChoice(TrainingPorts ports, DatasetFrozen dataset) {
        this.ports = ports;
        this.dataset = dataset;
        clock = ports.clock();
    }

    /**
     * One candidate.
     *
     * @param loss of the folds, nats
     */
    private record Tried(Backbone backbone, int side, double loss) {

        String words() {
            return String.format(Locale.ROOT, "%s at %d pixels %.4f", backbone.name(), side, loss);
        }
    }

    /** The recipe with its choice made; one that left nothing open as it is. */
    ChosenRecipe of(ChosenRecipe asked) {
        if (asked.recipe().network().companion() != Recipe.Companion.AUTO) {
            return asked;
        }
        try {
            return decided(asked);
        } catch (InvalidBackboneException | RunFailedException e) {
            return SettledBackbone.without(asked, "a pretrained network cannot be used: " + e.getMessage());
        }
    }

    private ChosenRecipe decided(ChosenRecipe asked) {
        List<Backbone> candidates = candidates(asked);
        int views = asked.recipe().answers().symmetry() == Symmetry.NONE ? 1 : 2;
        for (Backbone backbone : candidates) {
            DatasetFeatures.checkSize(
                    dataset, Split.TRAIN, views, backbone.kind().features());
        }
        LabelledImages sample = sample();
        var fit = new Fit(asked.recipe(), views);
        List<Tried> tried = new ArrayList<>();
        String refused = "";
        for (Backbone backbone : candidates) {
            for (int side : sides(asked, backbone)) {
                if (!fit.time(side)) {
                    refused = fit.words(side);
                    break;
                }
                tried.add(fit.tried(backbone, side, sample));
            }
        }
        if (tried.isEmpty()) {
            return SettledBackbone.without(
                    asked,
                    refused.isEmpty()
                            ? "no pretrained network takes images at the backboneSide that was asked for"
                            : "there is no time for a pretrained network: " + refused);
        }
        Tried best = Collections.min(tried, Comparator.comparingDouble(Tried::loss));
        double prior = Math.log(dataset.labelSet().size());
        String numbers = String.format(
                Locale.ROOT,
                "loss of folds of %d training images, classes counted alike: %s; always the same answer costs %.4f%s",
                sample.size(),
                tried.stream().map(Tried::words).collect(Collectors.joining(", ")),
                prior,
                refused.isEmpty() ? "" : "; " + refused);
        return best.loss() < prior
                ? SettledBackbone.with(asked, best.backbone(), best.side(), numbers)
                : SettledBackbone.without(asked, "a pretrained network sees nothing of the classes: " + numbers);
    }

    private List<Backbone> candidates(ChosenRecipe asked) {
        String name = asked.recipe().network().backbone();
        return name.equals(Backbone.ONLY)
                ? ports.backbones().all()
                : List.of(SettledBackbone.named(name, ports.backbones()));
    }

    /** None where a side was asked for that a network does not take. */
    private static List<Integer> sides(ChosenRecipe asked, Backbone backbone) {
        Integer fixed = backbone.fixedSide();
        List<Integer> all = fixed == null ? SIDES : List.of(fixed);
        if (!asked.given("backboneSide")) {
            return all;
        }
        int side = asked.recipe().network().backboneSide();
        return fixed == null || fixed == side ? List.of(side) : List.of();
    }

    /** The first training images of each class, as evenly as there are, at most {@value #SAMPLE}; fewer large ones. */
    private LabelledImages sample() {
        List<Long> counts = DatasetFingerprint.of(dataset).train().counts();
        int classes = counts.size();
        int[] wanted = new int[classes];
        int left = (int)
                Math.min(SAMPLE, DatasetFeatures.MOST_BYTES / dataset.format().imageBytes());
        List<Integer> rarestFirst = IntStream.range(0, classes)
                .boxed()
                .sorted(Comparator.comparingLong(counts::get))
                .toList();
        for (int i = 0; i < classes; i++) {
            int k = rarestFirst.get(i);
            wanted[k] = (int) Math.min(counts.get(k), left / (classes - i));
            left -= wanted[k];
        }
        int images = Arrays.stream(wanted).sum();
        int bytes = dataset.format().imageBytes();
        byte[] pixels = new byte[Math.multiplyExact(images, bytes)];
        int[] labels = new int[images];
        int taken = 0;
        for (DatasetFrozen.Pack pack : dataset.packs(Split.TRAIN)) {
            if (taken == images) {
                break;
            }
            LabelledImages read = ports.packs().read(dataset, pack);
            for (int i = 0; i < read.size(); i++) {
                int label = read.label(i);
                if (wanted[label] > 0) {
                    wanted[label]--;
                    System.arraycopy(read.pixels(), i * bytes, pixels, taken * bytes, bytes);
                    labels[taken++] = label;
                }
            }
        }
        return new LabelledImages(dataset.format(), pixels, labels);
    }

    /** What fits into the time. */
    private final class Fit {

        private final Instant begin = clock.instant();
        private final double limit;
        private final double looks;
        private double secondsPerPixel;

        Fit(Recipe recipe, int views) {
            limit = recipe.schedule().minutes() * 60;
            looks = views
                    * dataset.packs().stream()
                            .mapToDouble(DatasetFrozen.Pack::images)
                            .sum();
        }

        boolean time(int side) {
            double pixels = looks * side * side;
            if (limit == 0) {
                return pixels <= MOST_PIXELS;
            }
            return seconds(begin) <= TRYING_SHARE * limit && pixels * secondsPerPixel <= LOOKING_SHARE * limit;
        }

        String words(int side) {
            double pixels = looks * side * side;
            return limit == 0
                    ? String.format(
                            Locale.ROOT,
                            "%d pixels were not tried: %.2g of them in all, at most %.2g where no time was given",
                            side,
                            pixels,
                            MOST_PIXELS)
                    : String.format(
                            Locale.ROOT,
                            "%d pixels were not tried: to look at every image would take %.0f s, to try had taken %.0f"
                                    + " s, of %.0f s",
                            side,
                            pixels * secondsPerPixel,
                            seconds(begin),
                            limit);
        }

        Tried tried(Backbone backbone, int side, LabelledImages sample) {
            try (FrozenNetwork network = ports.backbones().open(backbone, dataset.format(), side)) {
                Instant opened = clock.instant();
                int features = backbone.kind().features();
                float[] values = new float[sample.size() * features];
                for (int from = 0; from < sample.size(); from += network.batch()) {
                    Looking.stopIfInterrupted();
                    float[] seen =
                            network.features(sample, from, Math.min(network.batch(), sample.size() - from), false);
                    FrozenNetwork.checkFinite(seen);
                    System.arraycopy(seen, 0, values, from * features, seen.length);
                }
                secondsPerPixel = seconds(opened) / ((double) sample.size() * side * side);
                return new Tried(backbone, side, loss(new FeatureRows(features, values, sample.labels())));
            }
        }

        private double seconds(Instant from) {
            return Duration.between(from, clock.instant()).toNanos() / 1e9;
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
}
